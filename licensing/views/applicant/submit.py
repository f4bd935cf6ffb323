"""From the finished draft to the signature, and the ways out: discard, withdraw, amend."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.signed_in import person
from core.base.errors import StaleForm
from licensing import policies, snapshot, tasklist
from licensing.forms.applicant import DeclarationForm, WithdrawForm
from licensing.forms.applicant_base import DraftForm
from licensing.lifecycle import Verb
from licensing.models import Application
from licensing.policies import Deed
from licensing.rules import missing_sections
from licensing.selectors.applicant.check import before_submission
from licensing.selectors.applicant.own import get_own, signatories
from licensing.selectors.case.amendment import amendment as amendment_of
from licensing.selectors.case.page import unit_names
from licensing.services import case as cases
from licensing.services import drafting
from licensing.views.applicant.shared import FORM, PAGES, editable


@login_required
@require_safe
def precheck(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what would be sent back if it were submitted now, check by check."""
    case = editable(request, ref)
    context = {"case": case, "found": before_submission(case), "may_edit": True}
    return render(request, f"{PAGES}/precheck.html", context)


@login_required
@require_safe
def precheck_json(request: HttpRequest, ref: str) -> JsonResponse:
    """Say the same to a program."""
    found = before_submission(editable(request, ref))
    return JsonResponse(found.content(), json_dumps_params={"ensure_ascii": False})


@login_required
@require_safe
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Show all answers once more, each with the page that changes it."""
    case = editable(request, ref)
    content = snapshot.freeze(case)
    context = {
        "case": case,
        "content": content,
        "kind": content.form_label,
        "section": tasklist.section("check"),
        "units": unit_names(),
        "missing": missing_sections(content),
        "may_change": True,
    }
    return render(request, f"{PAGES}/check.html", context)


@login_required
@require_http_methods(FORM)
def declare(request: HttpRequest, ref: str) -> HttpResponse:
    """Declare and submit; who only prepares sees whose signature it waits for."""
    case, user = editable(request, ref), person(request)
    if request.method != "POST":
        form = DeclarationForm(initial={"version": case.version})
        return _show_declaration(request, case, form)
    verb = _verb(case)
    policies.authorise(user, verb, case)
    form = DeclarationForm(request.POST)
    if not form.is_valid():
        return _show_declaration(request, case, form)
    try:
        with form.showing_refusals():
            _sign(request, case, verb, form.seen_version)
            messages.success(request, _("The application is declared and submitted."))
            return redirect("applications:detail", get_own(user, str(case.pk)).ref)
    except StaleForm:
        case = get_own(request.user, str(case.pk))
        fresh = DeclarationForm(initial={"version": case.version})
        return _show_declaration(request, case, fresh, is_stale=True)
    return _show_declaration(request, case, form)


@login_required
@require_http_methods(FORM)
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Withdraw the application after one question."""
    case, user = get_own(request.user, ref), person(request)
    policies.authorise(user, Verb.WITHDRAW, case)
    form = WithdrawForm(request.POST or None, initial={"version": case.version})
    is_stale = False
    if form.is_valid():
        try:
            cases.withdraw(
                actor=user,
                application_id=case.pk,
                version=form.seen_version,
                reason=form.cleaned_data["reason"],
            )
        except StaleForm:
            is_stale = True
            case = get_own(user, str(case.pk))
            form.retry_from(case.version)
        else:
            messages.success(request, _("The application is withdrawn."))
            return redirect("applications:detail", case.ref)
    context = {"case": case, "form": form, "is_stale": is_stale}
    status = 409 if is_stale else (422 if form.errors else 200)
    return render(request, f"{PAGES}/withdraw.html", context, status=status)


@login_required
@require_http_methods(FORM)
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Delete a draft that was never submitted, after one question."""
    case, user = editable(request, ref), person(request)
    form, is_stale = DraftForm(request.POST), False
    if request.method == "POST":
        version = form.seen_version if form.is_valid() else -1
        try:
            drafting.discard_draft(actor=user, application_id=case.pk, version=version)
        except StaleForm:
            is_stale, case = True, get_own(user, str(case.pk))
        else:
            messages.success(request, _("The draft is deleted."))
            return redirect("applications:list")
    context = {"case": case, "is_stale": is_stale}
    return render(request, f"{PAGES}/discard.html", context, status=409 if is_stale else 200)


@login_required
@require_POST
def amend(request: HttpRequest, ref: str) -> HttpResponse:
    """Open the application in review for changes; officers keep reading the last revision."""
    case, user = get_own(request.user, ref), person(request)
    policies.authorise(user, Deed.OPEN_AMENDMENT, case)
    form = DraftForm(request.POST)
    version = form.seen_version if form.is_valid() else -1
    drafting.open_amendment(actor=user, application_id=case.pk, version=version)
    messages.success(request, _("You can change the application now. It counts once declared."))
    return redirect("applications:tasks", case.ref)


def declaration_text() -> str:
    """Return the words that are signed, in the language they are read in."""
    return _(
        "I declare that the data and documents of this application are true and complete, that "
        "the goods will go only to the end user and for the end use named, and that the company "
        "will tell the authority about every change."
    )


def _verb(case: Application) -> Verb:
    return Verb.AMEND if case.amendment_open else Verb.SUBMIT


def _sign(request: HttpRequest, case: Application, verb: Verb, version: int) -> None:
    service = cases.amend if verb == Verb.AMEND else cases.submit
    service(
        actor=person(request),
        application_id=case.pk,
        version=version,
        declaration=declaration_text(),
    )


def _show_declaration(
    request: HttpRequest, case: Application, form: DeclarationForm, *, is_stale: bool = False
) -> HttpResponse:
    content = snapshot.freeze(case)
    found = before_submission(case, content)
    context = {
        "case": case,
        "content": content,
        "form": form,
        "section": tasklist.section("declare"),
        "declaration": declaration_text(),
        "may_sign": policies.may(person(request), _verb(case), case),
        "signatories": signatories(case),
        "missing": missing_sections(content),
        "blocks": [one for one in found.findings if one.outcome == "block"],
        "is_stale": is_stale,
        "amendment": amendment_of(case, content),
    }
    status = 409 if is_stale else (422 if form.errors else 200)
    return render(request, f"{PAGES}/declare.html", context, status=status)
