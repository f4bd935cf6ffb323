"""The screening tab of a case and the page of one hit."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.signed_in import person
from core.base import clock
from core.screening.selectors import lists_on
from licensing import screening_policies as policies
from licensing.forms.screening import ClearanceForm, MatchForm
from licensing.forms.version import VersionForm
from licensing.models import Application, ScreeningHit
from licensing.selectors.case.page import case_page
from licensing.selectors.case.screening import HitView, hit_of_case, hits_of_case, other_cases
from licensing.services import screening as judging
from licensing.views._shared import get_case, officials_only


@officials_only
@require_safe
def tab(request: HttpRequest, ref: str) -> HttpResponse:
    """Show whom screening met in this case."""
    case = get_case(request, ref)
    context = {
        "case": case,
        "page": case_page(person(request), case, "screening"),
        "hits": hits_of_case(case),
        "lists": lists_on(clock.today()),
    }
    return render(request, "licensing/officer/screening.html", context)


@officials_only
@require_safe
def hit(request: HttpRequest, ref: str, hit_id: UUID) -> HttpResponse:
    """Show one hit side by side, with what the person may do."""
    case = get_case(request, ref)
    found = hit_of_case(case, hit_id)
    initial = {"version": found.hit.version}
    return _page(request, case, found, ClearanceForm(initial=initial), MatchForm(initial=initial))


@officials_only
@require_http_methods(["POST"])
def propose(request: HttpRequest, ref: str, hit_id: UUID) -> HttpResponse:
    """Propose that the hit is a false match."""
    case, user = get_case(request, ref), person(request)
    found = hit_of_case(case, hit_id)
    policies.authorise(policies.may_propose(user, found.hit))
    form = ClearanceForm(request.POST)
    if form.is_valid():
        with form.showing_refusals():
            judging.propose_clearance(
                actor=user, application_id=case.pk, hit_id=hit_id, **form.cleaned_data
            )
            messages.success(request, _("Proposed. Another person has to confirm it."))
            return redirect("cases:screening", case.ref)
    other = MatchForm(initial={"version": found.hit.version})
    return _page(request, case, found, form, other, status=422)


@officials_only
@require_http_methods(["POST"])
def establish(request: HttpRequest, ref: str, hit_id: UUID) -> HttpResponse:
    """State that the match is true."""
    case, user = get_case(request, ref), person(request)
    found = hit_of_case(case, hit_id)
    policies.authorise(policies.may_establish(user, found.hit))
    form = MatchForm(request.POST)
    if form.is_valid():
        with form.showing_refusals():
            judging.establish_match(
                actor=user, application_id=case.pk, hit_id=hit_id, **form.cleaned_data
            )
            messages.success(request, _("The true match is recorded. It bars the case."))
            return redirect("cases:screening", case.ref)
    other = ClearanceForm(initial={"version": found.hit.version})
    return _page(request, case, found, other, form, status=422)


@officials_only
@require_POST
def take_up(request: HttpRequest, ref: str, hit_id: UUID) -> HttpResponse:
    """Begin to look at the hit."""
    return _step(request, ref, hit_id, judging.take_up, _("The hit is under review."))


@officials_only
@require_POST
def confirm(request: HttpRequest, ref: str, hit_id: UUID) -> HttpResponse:
    """Confirm the false match that another person proposed."""
    done = _("The false match is confirmed; the checks were run again.")
    return _step(request, ref, hit_id, judging.confirm_clearance, done)


@officials_only
@require_POST
def send_back(request: HttpRequest, ref: str, hit_id: UUID) -> HttpResponse:
    """Do not confirm the proposal."""
    return _step(request, ref, hit_id, judging.send_back, _("The hit is under review again."))


def _step(
    request: HttpRequest,
    ref: str,
    hit_id: UUID,
    verb: Callable[..., ScreeningHit],
    done: str,
) -> HttpResponse:
    case = get_case(request, ref)
    found = hit_of_case(case, hit_id)
    form = VersionForm(request.POST)
    # A broken version counts as stale.
    version = form.cleaned_data["version"] if form.is_valid() else found.hit.version - 1
    verb(actor=person(request), application_id=case.pk, hit_id=hit_id, version=version)
    messages.success(request, done)
    return redirect("cases:screening", case.ref)


def _page(
    request: HttpRequest,
    case: Application,
    found: HitView,
    clearance: ClearanceForm,
    match: MatchForm,
    status: int = 200,
) -> HttpResponse:
    user = person(request)
    context = {
        "case": case,
        "found": found,
        "clearance": clearance,
        "match": match,
        "failed": clearance if clearance.is_bound else match,
        "may_propose": policies.may_propose(user, found.hit),
        "may_answer": policies.may_answer(user, found.hit),
        "may_establish": policies.may_establish(user, found.hit),
        "others": other_cases(found.hit, case),
    }
    return render(request, "licensing/officer/screening_hit.html", context, status=status)
