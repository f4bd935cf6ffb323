"""Pages of department advisers: what is asked, the case as declared, the opinion."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commission import policies
from commission.forms.opinions import OpinionForm
from commission.models import OpinionRequest, Verdict
from commission.selectors import get_opinion_request
from commission.selectors.conditions import changes_to_answer
from commission.selectors.opinions import all_criteria, matrix, requests_for
from commission.selectors.papers import file_of_revision
from commission.services import opinions
from commission.views._shared import GET_OR_POST, done, status_of
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.accounts.signed_in import person
from core.documents.views import file_response
from licensing import snapshot
from licensing.selectors.case.page import unit_names


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the requests of the adviser's department."""
    if not has_role(request.user, Role.ADVISER):
        raise Http404
    user = person(request)
    context = {"rows": requests_for(user), "changes": changes_to_answer(user)}
    return render(request, "commission/opinions.html", context)


@login_required
@require_http_methods(GET_OR_POST)
def detail(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show the case as declared and take the opinion on it."""
    asked = get_opinion_request(request.user, request_id)
    may = policies.may_give_opinion(person(request), asked)
    form = _form(request, asked) if may else None
    if request.method == "POST":
        policies.require(may)
    if form is not None and done(form, lambda: _give(request, asked, form)):
        messages.success(request, _("The opinion is given. The officer is told."))
        return redirect("opinions:detail", asked.pk)
    context = {"asked": asked, "form": form, "may": may, **_case(asked)}
    return render(
        request, "commission/opinion.html", context, status=status_of(form) if form else 200
    )


def _form(request: HttpRequest, asked: OpinionRequest) -> OpinionForm:
    lines = snapshot.read(asked.revision.text).lines
    return OpinionForm(request.POST or None, criteria=all_criteria(), lines=lines)


def _give(request: HttpRequest, asked: OpinionRequest, form: OpinionForm) -> None:
    opinions.give_opinion(
        actor=person(request),
        request_id=asked.pk,
        verdict=Verdict(form.cleaned_data["verdict"]),
        summary=form.cleaned_data["summary"],
        findings=form.findings(),
        conditions=form.conditions(),
        exceptions=form.exceptions(),
    )


def _case(asked: OpinionRequest) -> dict[str, object]:
    """Return what the adviser reads: the revision asked about, and the own opinion if given."""
    content = snapshot.read(asked.revision.text)
    given = getattr(asked, "opinion", None)
    return {
        "page": {
            "content": content,
            "totals": [(amount, code) for code, amount in sorted(content.totals.items())],
        },
        "units": unit_names(),
        "criteria": all_criteria(),
        "opinion": given,
        "opinions": [given] if given else [],
        "matrix": matrix([given]) if given else [],
    }


@login_required
@require_safe
def file(request: HttpRequest, request_id: UUID, file_id: UUID) -> HttpResponse:
    """Hand out a file of the revision the department was asked about."""
    asked = get_opinion_request(request.user, request_id)
    return file_response(file_of_revision(asked.revision, file_id))
