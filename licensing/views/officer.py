"""Pages of officials: the worklist, the case with its tabs, and the steps of the officer."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.signed_in import person
from core.documents.views import file_response
from core.reference.selectors import departments
from licensing import policies
from licensing.diff import changes
from licensing.forms.officer import AskForm, CommentForm, ReturnForm
from licensing.forms.version import VersionForm
from licensing.lifecycle import Verb
from licensing.policies import Deed
from licensing.selectors import get_request
from licensing.selectors.case.amendment import effect_of
from licensing.selectors.case.catalogue_changes import changed_products
from licensing.selectors.case.end_user import end_user_history
from licensing.selectors.case.files import file_of_case
from licensing.selectors.case.forecast import forecast
from licensing.selectors.case.goods import goods_rows
from licensing.selectors.case.page import case_page, kept_runs, unit_names
from licensing.selectors.case.ruler import with_forecast
from licensing.selectors.case.signatures import signatures_of
from licensing.services import case as cases
from licensing.services import checking
from licensing.services import requests as questions
from licensing.snapshot import read
from licensing.views._shared import case_url, get_case, officials_only

GET_OR_POST = ["GET", "HEAD", "POST"]


@officials_only
@require_safe
def tab(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """Show one part of the case."""
    case = get_case(request, ref)
    page = case_page(person(request), case, name)
    past = end_user_history(person(request), case, page.content) if name == "parties" else None
    told = forecast(case) if name == "detail" else None
    if page.ruler is not None:
        page = replace(page, ruler=with_forecast(page.ruler, told))
    counts_goods = name in {"detail", "lines"} or bool(past and past.granted)
    context = {
        "page": page,
        "case": case,
        "past": past,
        "units": unit_names() if counts_goods else {},
        "may_recheck": policies.may(person(request), Deed.RECHECK, case),
        "may_comment": policies.may(person(request), Deed.ASK, case),
        "runs": kept_runs(case) if name == "checks" else (),
        "goods": goods_rows(case, page.content) if name in {"detail", "lines"} else (),
        "changed": changed_products(page.content) if name == "lines" else (),
        "forecast": told,
        "signatures": signatures_of(case) if name == "documents" else (),
    }
    return render(request, f"licensing/officer/{name}.html", context)


@officials_only
@require_safe
def compare(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what the last revision changed, field by field."""
    case = get_case(request, ref)
    revisions = list(case.revisions.select_related("signed_by").order_by("-number")[:2])
    if len(revisions) < 2:
        raise Http404
    after, before = revisions
    effect = effect_of(case, before, read(after.text))
    asked = (*effect.departments.again, *effect.departments.stay)
    context = {
        "case": case,
        "page": case_page(person(request), case, "detail"),
        "before": before,
        "after": after,
        "changes": changes(read(before.text), read(after.text)),
        "effect": effect,
        "names": departments().filter(code__in=asked),
    }
    return render(request, "licensing/officer/compare.html", context)


@officials_only
@require_safe
def file(request: HttpRequest, ref: str, file_id: UUID) -> HttpResponse:
    """Hand out a file of the declared revision or of a conversation."""
    return file_response(file_of_case(get_case(request, ref), file_id))


@officials_only
@require_POST
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    """Accept the application as complete."""
    case = get_case(request, ref)
    cases.accept(
        actor=person(request), application_id=case.pk, version=_version(request, case.version)
    )
    messages.success(request, _("The case is accepted. The term runs from tomorrow."))
    return redirect(case_url(case))


@officials_only
@require_POST
def recheck(request: HttpRequest, ref: str) -> HttpResponse:
    """Run the checks again."""
    case = get_case(request, ref)
    checking.run_again(actor=person(request), application_id=case.pk)
    messages.success(request, _("The checks were run again."))
    return redirect("cases:checks", case.ref)


@officials_only
@require_POST
def take(request: HttpRequest, ref: str) -> HttpResponse:
    """Lead the case from now on."""
    case = get_case(request, ref)
    cases.take_over(
        actor=person(request), application_id=case.pk, version=_version(request, case.version)
    )
    messages.success(request, _("You lead this case now."))
    return redirect(case_url(case))


@officials_only
@require_POST
def lapse(request: HttpRequest, ref: str) -> HttpResponse:
    """Close a case whose question was not answered in its term."""
    case = get_case(request, ref)
    cases.lapse(
        actor=person(request), application_id=case.pk, version=_version(request, case.version)
    )
    messages.success(request, _("The case is closed without an answer."))
    return redirect(case_url(case))


@officials_only
@require_http_methods(GET_OR_POST)
def send_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Return an incomplete application with reasons."""
    case, user = get_case(request, ref), person(request)
    policies.authorise(user, Verb.RETURN, case)
    form = ReturnForm(request.POST or None, initial={"version": case.version})
    if form.is_valid():
        cases.return_to_applicant(actor=user, application_id=case.pk, **form.cleaned_data)
        messages.success(request, _("The application is returned to the company."))
        return redirect(case_url(case))
    context = {"form": form, "case": case}
    return render(request, "licensing/officer/return.html", context, status=_status(form))


@officials_only
@require_http_methods(GET_OR_POST)
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask the applicant; the clock pauses."""
    case, user = get_case(request, ref), person(request)
    policies.authorise(user, Deed.ASK, case)
    form = AskForm(request.POST or None, initial={"version": case.version})
    if form.is_valid():
        with form.showing_refusals():
            questions.ask(actor=user, application_id=case.pk, **form.cleaned_data)
            messages.success(request, _("The question is sent. The clock is paused."))
            return redirect("cases:requests", case.ref)
    context = {"form": form, "case": case}
    return render(request, "licensing/officer/ask.html", context, status=_status(form))


@officials_only
@require_POST
def comment(request: HttpRequest, ref: str, request_id: UUID) -> HttpResponse:
    """Add the officer's word to an open question."""
    case = get_case(request, ref)
    question = get_request(request.user, request_id)
    form = CommentForm(request.POST)
    if form.is_valid():
        questions.comment(
            actor=person(request), request_id=question.pk, text=form.cleaned_data["text"]
        )
    else:
        messages.error(request, _("Write the message."))
    return redirect("cases:requests", case.ref)


def _version(request: HttpRequest, current: int) -> int:
    """Return the version the button was shown with; a broken one counts as stale."""
    form = VersionForm(request.POST)
    return int(form.cleaned_data["version"]) if form.is_valid() else current - 1


def _status(form: VersionForm) -> int:
    return 422 if form.is_bound and form.errors else 200
