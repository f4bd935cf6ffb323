"""How long files are kept: terms, holds, acts of disposal."""

import json
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.base import clock
from core.base.errors import InvalidInput
from records import policies
from records.retention import rules, selectors, services
from records.retention.forms import HoldForm, JudgementForm, LiftForm, ProposalForm
from records.views.signed_in import SignedIn


@login_required
@require_safe
def overview(request: SignedIn) -> HttpResponse:
    """Show the terms, what is due, the open holds and the acts."""
    policies.authorise_retention(request.user)
    today = clock.today()
    context = {
        "schedule": rules.schedule_on(today),
        "due": selectors.due(today),
        "due_count": selectors.due_cases(today).count(),
        "coming": selectors.coming(today),
        "holds": selectors.holds(),
        "acts": selectors.acts(),
        "may_hold": policies.may_hold(request.user),
        "may_propose": policies.may_propose(request.user),
    }
    return render(request, "records/retention.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hold_new(request: SignedIn) -> HttpResponse:
    """Put the files of a case on hold."""
    policies.office_of_hold(request.user)
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            placed = services.place_hold(actor=request.user, **form.cleaned_data)
        except InvalidInput as problem:
            form.refuse(problem)
        else:
            return redirect("records:hold", placed.pk)
    status = 422 if form.is_bound else 200
    return render(request, "records/hold_new.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: SignedIn, hold_id: UUID) -> HttpResponse:
    """Show a hold; lift it."""
    policies.authorise_retention(request.user)
    found = selectors.get_hold(hold_id)
    may_lift = policies.may_lift(request.user, found)
    form = LiftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        policies.authorise_lifting(request.user, found)
        if form.is_valid():
            services.lift_hold(actor=request.user, hold_id=found.pk, **form.cleaned_data)
            return redirect("records:hold", found.pk)
    context = {"hold": found, "form": form, "may_lift": may_lift}
    status = 422 if form.is_bound else 200
    return render(request, "records/hold.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def disposal_new(request: SignedIn) -> HttpResponse:
    """Propose an act of disposal over cases that are due."""
    policies.authorise_proposing(request.user)
    due = selectors.due(clock.today())
    form = ProposalForm(request.POST if request.method == "POST" else None, due=due)
    if form.is_valid():
        chosen, reason = form.cleaned_data["cases"], form.cleaned_data["reason"]
        try:
            act = services.propose(actor=request.user, numbers=chosen, reason=reason)
        except InvalidInput as problem:
            form.refuse(problem)
        else:
            return redirect("records:disposal", act.pk)
    context = {"form": form, "due": due}
    status = 422 if form.is_bound else 200
    return render(request, "records/disposal_new.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def disposal(request: SignedIn, act_id: UUID) -> HttpResponse:
    """Show an act with its files; confirm or reject it."""
    policies.authorise_retention(request.user)
    act = selectors.get_act(act_id)
    form = JudgementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        policies.authorise_judging(request.user, act)
        if form.is_valid() and _judge(request, act_id, form):
            return redirect("records:disposal", act.pk)
    context = {
        "act": act,
        "content": json.loads(act.text),
        "classes": dict(rules.RetentionClass.choices),
        "form": form,
        "may_judge": act.state == "proposed" and policies.may_judge(request.user, act),
        "erased": selectors.erasure_of(act),
    }
    status = 422 if form.is_bound else 200
    return render(request, "records/disposal.html", context, status=status)


def _judge(request: SignedIn, act_id: UUID, form: JudgementForm) -> bool:
    confirmed = form.cleaned_data["answer"] == "confirm"
    reason = form.cleaned_data["reason"]
    try:
        services.judge(actor=request.user, act_id=act_id, confirmed=confirmed, reason=reason)
    except InvalidInput as problem:
        form.refuse(problem)
        return False
    return True
