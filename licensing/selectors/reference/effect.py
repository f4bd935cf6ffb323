"""What a proposed change of the rules would do to open cases, before anybody confirms it.

Computed by the very functions that the checks and the clock use, over the same texts; nothing is
written. A change of a term moves no running term: its length was fixed on acceptance.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from django.db.models import Q, QuerySet

from core.accounts.models import User
from core.base import clock as time
from core.reference import whole_lists, writing
from core.reference.calendar import Period, WorkingCalendar
from core.reference.models import ChangeKind, DayKind, ReferenceChange
from core.reference.selectors import (
    DestinationPolicy,
    destination,
    policy_of,
    term_for,
    working_calendar,
)
from licensing import clock, procedure, snapshot, terms
from licensing.checks import documents
from licensing.checks.base import Outcome
from licensing.checks.destination import check_under
from licensing.lifecycle import OPEN, Status
from licensing.models import Application
from licensing.selectors.scope import visible_to

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Touched:
    """One case that the change would touch: an outcome or a day, before and after."""

    case: Application
    before: str
    after: str
    due_before: date | None = None
    due_after: date | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """The cases a change would touch, how many were looked at, and what kind of touch it is."""

    what: str
    looked_at: int
    touched: tuple[Touched, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many cases would come to each outcome (destination only)."""
        return {
            one.value: sum(row.after == one for row in self.touched) for one in reversed(Outcome)
        }


def effect_of(change: ReferenceChange) -> Effect:
    """Return what an open proposal would do to open cases today. Raises InvalidInput."""
    if change.kind == ChangeKind.DESTINATION:
        return _by_destination(change)
    if change.kind == ChangeKind.TERM:
        return _by_term(change)
    if change.kind == ChangeKind.CHECKLIST:
        return _by_checklist(change)
    if change.kind in {ChangeKind.CALENDAR, ChangeKind.REGIME}:
        return _by_calendar(change)
    if change.kind == ChangeKind.CONTROL_LIST:
        return _by_edition(change)
    return Effect("none", 0, ())


def named_to(user: User, effect: Effect) -> tuple[Touched, ...]:
    """Return the touched cases a person may see, at most a page of them."""
    keys = [one.case.pk for one in effect.touched]
    seen = set(visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return tuple(one for one in effect.touched if one.case.pk in seen)[:SHOWN]


def running() -> "QuerySet[Application]":
    """Return the open cases whose term runs, with their pauses."""
    found = Application.objects.filter(status__in=OPEN, accepted_on__isnull=False)
    return found.select_related("manufacturer").prefetch_related("pauses__request")


def _by_destination(change: ReferenceChange) -> Effect:
    (row,) = writing.drafted(change)
    proposed = policy_of(row)
    at = max(change.effective_on, time.today())
    kept = cache(destination)

    def changed(country: str, on: date) -> DestinationPolicy | None:
        return proposed if country == change.key else kept(country, on)

    looked, touched = 0, []
    for case in _with_country(change.key):
        content = snapshot.read(case.declared.text)
        before, after = (check_under(content, at, policy) for policy in (kept, changed))
        looked += 1
        if (before.outcome, before.absolute) != (after.outcome, after.absolute):
            touched.append(Touched(case, before.outcome, after.outcome))
    return Effect("destination", looked, tuple(touched))


def _with_country(country: str) -> Iterable[Application]:
    """Return the open cases that may name a country; their declared text has the last word."""
    named = (
        Q(destination=country)
        | Q(origin=country)
        | Q(other_destinations__contains=[country])
        | Q(parties__country=country)
        | Q(amendment_open=True)
    )
    found = Application.objects.filter(named, status__in=OPEN).distinct()
    return found.select_related("manufacturer", "current_revision").order_by("number").iterator()


def _by_checklist(change: ReferenceChange) -> Effect:
    (row,) = writing.drafted(change)
    at = max(change.effective_on, time.today())
    cases = Application.objects.filter(
        act=row.act, kind=row.kind, subject_kind=row.subject, status__in=OPEN
    ).select_related("manufacturer", "current_revision")
    looked, touched = 0, []
    for case in cases.order_by("number").iterator():
        content = snapshot.read(case.declared.text)
        kept = procedure.rules_for(content, at)
        before, after = (documents.check_under(content, at, rules) for rules in (kept, row))
        looked += 1
        if before.outcome != after.outcome:
            touched.append(Touched(case, before.outcome, after.outcome))
    return Effect("checks", looked, tuple(touched))


def _by_edition(change: ReferenceChange) -> Effect:
    """Find the open cases with goods under a code that the new edition no longer has."""
    dropped = {entry.code for entry in whole_lists.difference(change)[1]}
    looked, touched = 0, []
    cases = Application.objects.filter(status__in=OPEN, current_revision__isnull=False)
    cases = cases.select_related("manufacturer", "current_revision").order_by("number")
    for case in cases.iterator(chunk_size=500):
        looked += 1
        lines = snapshot.read(case.declared.text).lines if dropped else ()
        codes = sorted({line.control_code for line in lines} & dropped)
        if codes:
            touched.append(Touched(case, ", ".join(codes), ""))
    return Effect("codes", looked, tuple(touched))


def _by_term(change: ReferenceChange) -> Effect:
    (row,) = writing.drafted(change)
    at = max(change.effective_on, time.today())
    calendar = working_calendar()
    old = term_for(change.key, at)
    before, after = (
        clock.due_on(clock.Run(days=rule.days, accepted_on=at), calendar.is_working)
        for rule in (old, row)
    )
    waiting = Application.objects.filter(status=Status.SUBMITTED, track=change.key)
    cases = waiting.select_related("manufacturer").order_by("number")
    return Effect("term", len(cases), tuple(Touched(one, "", "", before, after) for one in cases))


def _by_calendar(change: ReferenceChange) -> Effect:
    kept = working_calendar()
    changed = _changed_calendar(change, kept)
    looked, touched = 0, []
    for case in running().order_by("number").iterator(chunk_size=500):
        looked += 1
        before, after = (terms.due_under(case, calendar) for calendar in (kept, changed))
        if before != after:
            touched.append(Touched(case, "", "", before, after))
    return Effect("due", looked, tuple(touched))


def _changed_calendar(change: ReferenceChange, kept: WorkingCalendar) -> WorkingCalendar:
    rows = writing.drafted(change)
    if change.kind == ChangeKind.CALENDAR:
        days = {kind: {row.date for row in rows if row.kind == kind} for kind in DayKind.values}
        named = {row.date for row in rows}
        return replace(
            kept,
            holidays=kept.holidays - named | days[DayKind.HOLIDAY],
            days_off=kept.days_off - named | days[DayKind.DAY_OFF],
            moved_working=kept.moved_working - named | days[DayKind.WORKING],
        )
    (row,) = rows
    eve = change.effective_on - timedelta(days=1)
    cut = [
        Period(one.first, eve) if change.effective_on in one else one for one in kept.holidays_work
    ]
    new = [Period(row.valid_from, row.valid_until)] if row.holidays_work else []
    return replace(kept, holidays_work=(*cut, *new))
