"""Pages of licences: the register, the document, and the acts on a licence."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.models import User
from core.accounts.policies import has_permission, has_role
from core.accounts.roles import Role
from core.accounts.signed_in import person
from core.base.numbers import with_check_digits
from core.documents.views import file_response
from core.ui.forms import DozvilForm
from licensing import licence_life, licence_policies
from licensing.forms.officer import LicenceActForm, ReinstateForm, SuspendForm
from licensing.licence_life import Act
from licensing.models import Licence
from licensing.selectors import get_licence
from licensing.selectors.licences.register import licence_page, register
from licensing.services import licences, replacing
from licensing.views.applicant.shared import tell_left_out


@dataclass(frozen=True, slots=True)
class _Act:
    form: type[DozvilForm]
    service: Callable[..., Licence]
    authorise: Callable[[User, Licence], None]


def _for_head(kind: Act) -> Callable[[User, Licence], None]:
    def authorise(user: User, licence: Licence) -> None:
        licence_policies.authorise_control(user, licence, *licence_life.sources(kind))

    return authorise


ACTS = {
    "suspend": _Act(SuspendForm, licences.suspend, _for_head(Act.SUSPEND)),
    "reinstate": _Act(ReinstateForm, licences.reinstate, _for_head(Act.REINSTATE)),
    "revoke": _Act(LicenceActForm, licences.revoke, _for_head(Act.REVOKE)),
    "surrender": _Act(ReinstateForm, licences.surrender, licence_policies.authorise_surrender),
}


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the licences the person may see."""
    found = register(request.user, request.GET.get("after", ""))
    return render(
        request,
        "licensing/officer/licences.html",
        {
            "register": found,
            "overview": has_permission(request.user, "view_licences"),
            "is_customs": has_role(person(request), Role.CUSTOMS),
        },
    )


@login_required
@require_safe
def download(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the sealed document."""
    page = licence_page(person(request), get_licence(request.user, number))
    if page.document is None:
        raise Http404
    return file_response(page.document.file, name=f"{with_check_digits(number)}.pdf")


@login_required
@require_POST
def amend(request: HttpRequest, number: str) -> HttpResponse:
    """Begin an application for a change of a permit, and open its draft."""
    licence = get_licence(request.user, number)
    draft, left_out = replacing.ask(actor=person(request), licence_id=licence.pk)
    text = _("The draft asks for what is left of permit %(number)s. Change what is to be changed.")
    messages.success(request, text % {"number": number})
    tell_left_out(request, left_out)
    return redirect("applications:tasks", draft.ref)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Suspend, reinstate or revoke a licence."""
    licence, user = get_licence(request.user, number), person(request)
    chosen = ACTS[name]
    chosen.authorise(user, licence)
    form = chosen.form(request.POST or None)
    if form.is_valid():
        with form.showing_refusals():
            chosen.service(actor=user, licence_id=licence.pk, **form.cleaned_data)
            messages.success(request, _("The act is recorded and the holder is told."))
            return redirect("licences:detail", number)
    context = {"form": form, "licence": licence, "act": name}
    status = 422 if form.is_bound else 200
    return render(request, "licensing/officer/licence_act.html", context, status=status)
