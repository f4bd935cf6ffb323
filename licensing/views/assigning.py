"""Who leads a case: one case, and everything of somebody who leaves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.signed_in import person
from licensing import policies
from licensing.forms.casework import AssignForm, HandOverForm
from licensing.policies import Deed
from licensing.selectors.worklist.board import board_of
from licensing.selectors.worklist.team import leavers, team_of
from licensing.services import assigning
from licensing.views._shared import case_url, get_case, officials_only
from licensing.views.worklist import tell

GET_OR_POST = ["GET", "HEAD", "POST"]


@officials_only
@require_http_methods(GET_OR_POST)
def assign(request: HttpRequest, ref: str) -> HttpResponse:
    """Give one case to another officer."""
    case, user = get_case(request, ref), person(request)
    policies.authorise(user, Deed.ASSIGN, case)
    form = AssignForm(request.POST or None, initial={"version": case.version})
    if form.is_valid():
        with form.showing_refusals():
            assigning.assign(actor=user, application_id=case.pk, **form.cleaned_data)
            messages.success(request, _("The case is assigned. Its officer is told."))
            return redirect(case_url(case) if case.restricted is False else "cases:worklist")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "case": case}
    return render(request, "licensing/officer/assign.html", context, status=status)


@officials_only
@require_http_methods(GET_OR_POST)
def team(request: HttpRequest) -> HttpResponse:
    """Show who leads how much and who is away; the head hands cases over here."""
    user = person(request)
    may_hand_over = policies.may_hand_over(user)
    if request.method == "POST":
        policies.require(may_hand_over)
    form = HandOverForm(request.POST or None, leavers=leavers()) if may_hand_over else None
    if form is not None and form.is_valid():
        with form.showing_refusals():
            report = assigning.hand_over_all(actor=user, **form.cleaned_data)
            tell(request, report)
            return redirect("cases:team")
    status = 422 if request.method == "POST" else 200
    context = {"team": team_of(user), "form": form}
    return render(request, "licensing/officer/team.html", context, status=status)


@officials_only
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show whose terms end in which week."""
    return render(request, "licensing/officer/board.html", {"board": board_of(person(request))})
