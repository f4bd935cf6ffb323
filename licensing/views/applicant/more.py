"""Around the draft: a copy of an earlier application, colleagues on it, and the appeal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.signed_in import person
from core.base.errors import InvalidInput, StaleForm
from licensing import policies, tasklist
from licensing.forms.applicant import AppealForm
from licensing.lifecycle import Verb
from licensing.models import Application
from licensing.selectors.applicant.own import get_own, require_begin
from licensing.selectors.applicant.presence import others_on
from licensing.services import case as cases
from licensing.services.drafting_copy import copy_application
from licensing.services.drafting_presence import note_presence
from licensing.views.applicant.shared import FORM, PAGES, editable, tell_left_out


@login_required
@require_POST
def copy(request: HttpRequest, ref: str) -> HttpResponse:
    """Begin a new draft from an own application; say which lines could not be taken along."""
    source, user = get_own(request.user, ref), person(request)
    require_begin(user, source.manufacturer)
    try:
        made, left_out = copy_application(
            actor=user, manufacturer=source.manufacturer, application=source
        )
    except InvalidInput as problem:
        messages.error(request, str(problem.message))
        return redirect("applications:detail", source.ref)
    messages.success(request, _("A new draft is made. Add the contract and the certificate."))
    tell_left_out(request, left_out)
    return redirect("applications:tasks", made.ref)


@login_required
@require_safe
def who(request: HttpRequest, ref: str) -> HttpResponse:
    """Tell who else has the draft open, and whether it was saved since the page was opened."""
    case, user = editable(request, ref), person(request)
    here = request.GET.get("section", "")
    here = here if tasklist.has_page(here) else ""
    note_presence(actor=user, application=case, section=here)
    seen = request.GET.get("seen", "")
    context = {
        "case": case,
        "others": others_on(case, user),
        "here": here,
        "seen": int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
        "changed": seen != str(case.version) and case.saved_by_id != user.pk,
    }
    return render(request, f"{PAGES}/_who.html", context)


@login_required
@require_http_methods(FORM)
def appeal(request: HttpRequest, ref: str) -> HttpResponse:
    """Contest a refusal within the term of the law."""
    case, user = get_own(request.user, ref), person(request)
    policies.authorise(user, Verb.APPEAL, case)
    form = AppealForm(request.POST or None, initial={"version": case.version})
    is_stale = False
    if form.is_valid():
        try:
            _appealed(request, case, form)
        except StaleForm:
            is_stale = True
            case = get_own(user, str(case.pk))
            form.retry_from(case.version)
        else:
            messages.success(request, _("The appeal is sent; the case is in review again."))
            return redirect("applications:detail", case.ref)
    context = {
        "case": case,
        "form": form,
        "is_stale": is_stale,
        "last_day": policies.appeal_until(case),
    }
    status = 409 if is_stale else (422 if form.errors else 200)
    return render(request, f"{PAGES}/appeal.html", context, status=status)


def _appealed(request: HttpRequest, case: Application, form: AppealForm) -> None:
    cases.appeal(
        actor=person(request),
        application_id=case.pk,
        version=form.seen_version,
        grounds=form.cleaned_data["grounds"],
    )
