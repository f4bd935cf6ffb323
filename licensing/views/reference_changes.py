"""Proposing a change of the rules and answering one, with its effect on open cases in view."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.signed_in import person
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from core.reference import changing, policies, whole_lists
from core.reference.changing import Proposal
from core.reference.models import CalendarDay, ChangeKind, ReferenceChange
from core.reference.selectors import (
    control_entries,
    next_empty_year,
    one_change,
    one_day,
    usual_holidays,
)
from core.reference.writing import drafted, key_of, latest
from licensing.forms.reference import DaysForm, EditionForm, GroundForm
from licensing.forms.reference_names import FORMS
from licensing.forms.rejection import RejectionForm
from licensing.selectors.reference import tables
from licensing.selectors.reference.effect import Effect, effect_of, named_to
from licensing.selectors.reference.moved_terms import moved_by
from licensing.services.reference import confirm_change, propose_change, reject_change
from licensing.views.reference import readers_only

_TABLE_OF = {one.change: one for one in tables.TABLES if one.change} | {
    ChangeKind.CALENDAR: tables.table("days"),
    ChangeKind.CONTROL_LIST: tables.table(whole_lists.CONTROL_LIST),
}


@readers_only
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, table: str, row_id: UUID) -> HttpResponse:
    """Propose what a rule shall say from a day on."""
    policies.authorise_proposing(person(request))
    of = tables.table(table)
    if not of.change:
        raise Http404
    row = get_object_or_404(of.model, pk=row_id)
    key = key_of(of.change, row)
    newest = latest(of.change, key)
    kind = FORMS[of.change]
    form = kind(request.POST or None, initial={name: getattr(newest, name) for name in kind.own})
    if form.is_valid():
        kept = _try(request, form, of.change, key)
        if kept is not None:
            return redirect("reference:change", kept.pk)
    return _form_page(request, form, of, tables.shower(of)(newest))


@readers_only
@require_http_methods(["GET", "HEAD", "POST"])
def propose_days(request: HttpRequest) -> HttpResponse:
    """Propose days of the calendar; the holidays of the next missing year are filled in."""
    policies.authorise_proposing(person(request))
    year = next_empty_year(clock.today())
    form = DaysForm(request.POST or None, initial={"days": _day_line(request) or _lines(year)})
    if form.is_valid():
        kept = _try(request, form, ChangeKind.CALENDAR, str(form.first.year))
        if kept is not None:
            return redirect("reference:change", kept.pk)
    return _form_page(request, form, tables.table("days"), None)


@readers_only
@require_http_methods(["GET", "HEAD", "POST"])
def propose_edition(request: HttpRequest) -> HttpResponse:
    """Propose an edition of the control list; the entries of the present one are filled in."""
    policies.authorise_proposing(person(request))
    form = EditionForm(request.POST or None, initial={"entries": _entries()})
    if form.is_valid():
        kept = _try(request, form, ChangeKind.CONTROL_LIST, whole_lists.CONTROL_LIST)
        if kept is not None:
            return redirect("reference:change", kept.pk)
    return _form_page(request, form, tables.table(whole_lists.CONTROL_LIST), None)


@readers_only
@require_safe
def change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Show a change: what it says, what it would do to open cases, who may answer it."""
    return _change_page(request, change_id, RejectionForm(auto_id="reject-%s"))


def _change_page(request: HttpRequest, change_id: UUID, rejection: RejectionForm) -> HttpResponse:
    found = one_change(change_id)
    user = person(request)
    of = _TABLE_OF[found.kind]
    show = tables.shower(of)
    newest = latest(found.kind, found.key)
    effect, obstacle = _effect(found)
    context = {
        "change": found,
        "table": of,
        "before": show(newest) if newest is not None and found.is_open and not of.whole else None,
        "after": [show(row) for row in _drafted(found)],
        "dropped": [show(row) for row in _dropped(found)],
        "effect": effect,
        "named": named_to(user, effect) if effect else (),
        "moved": moved_by(user, found),
        "obstacle": obstacle,
        "may_answer": policies.may_answer(user, found),
        "may_withdraw": policies.may_withdraw(user, found),
        "rejection": rejection,
    }
    status = 422 if rejection.is_bound else 200
    return render(request, "licensing/reference/change.html", context, status=status)


@readers_only
@require_POST
def confirm(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Put the change into force."""
    confirm_change(actor=person(request), change_id=change_id)
    messages.success(request, _("The change is confirmed."))
    return redirect("reference:change", change_id)


@readers_only
@require_POST
def reject(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Answer with no, and why."""
    form = RejectionForm(request.POST, auto_id="reject-%s")
    if not form.is_valid():
        return _change_page(request, change_id, form)
    reject_change(actor=person(request), change_id=change_id, **form.cleaned_data)
    messages.success(request, _("The change is rejected; the rule stays as it was."))
    return redirect("reference:change", change_id)


@readers_only
@require_POST
def withdraw(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Take one's own proposal back."""
    changing.withdraw(actor=person(request), change_id=change_id)
    messages.success(request, _("The proposal is withdrawn."))
    return redirect("reference:change", change_id)


def _try(request: HttpRequest, form: GroundForm, kind: str, key: str) -> ReferenceChange | None:
    """Keep the proposal, or show the refusal at its field."""
    first = form.first if isinstance(form, DaysForm) else form.cleaned_data["effective_on"]
    proposal = Proposal(
        kind=kind,
        key=key,
        payload=form.payload(),
        effective_on=first,
        source=form.cleaned_data["source"],
        past_reason=form.cleaned_data["past_reason"],
    )
    with form.showing_refusals():
        return propose_change(actor=person(request), proposal=proposal)
    return None


def _form_page(request: HttpRequest, form: GroundForm, of: tables.Table, now: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "table": of, "now": now}
    return render(request, "licensing/reference/propose.html", context, status=status)


def _effect(found: ReferenceChange) -> tuple[Effect | None, str]:
    """Return the effect of a proposal, or why it can have none any more."""
    if not found.is_open:
        return None, ""
    try:
        changing.require_fresh(found)
        return effect_of(found), ""
    except (Conflict, InvalidInput) as problem:
        return None, problem.message


def _drafted(found: ReferenceChange) -> list[Any]:
    """Return the rows a change would write; of an edition those that are new or worded anew."""
    try:
        rows = drafted(found)
    except InvalidInput:
        return []
    if found.kind == ChangeKind.CONTROL_LIST:
        return whole_lists.difference(found)[0]
    return rows


def _dropped(found: ReferenceChange) -> list[Any]:
    if found.kind != ChangeKind.CONTROL_LIST:
        return []
    return whole_lists.difference(found)[1]


def _entries() -> str:
    """Return the edition in force as the form reads it."""
    rows = control_entries(clock.today())
    return "\n".join(f"{row.code}; {row.title_uk}; {row.title_en}" for row in rows)


def _day_line(request: HttpRequest) -> str:
    """Return the day that shall be corrected as the form reads it; empty when none was named."""
    try:
        row = one_day(UUID(request.GET.get("day", "")))
    except ValueError:
        return ""
    return _line(row) if row is not None else ""


def _lines(year: int) -> str:
    """Return the usual holidays of a year as the form reads them."""
    return "\n".join(_line(day) for day in usual_holidays(year))


def _line(day: CalendarDay) -> str:
    return f"{day.date:%d.%m.%Y}; {day.kind}; {day.reason_uk}; {day.reason_en}"
