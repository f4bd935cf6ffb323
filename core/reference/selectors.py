"""Reads of reference data. Rules that change are asked for a day, never "as now" by default."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from operator import itemgetter
from typing import TypeVar
from uuid import UUID

from django.db.models import DateField, Q, QuerySet, Value
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.base.errors import InvalidInput
from core.reference import control_search
from core.reference.calendar import Period, WorkingCalendar, moved_to
from core.reference.models import (
    CalendarDay,
    CalendarRegime,
    ChangeState,
    ControlListEntry,
    Criterion,
    Dated,
    DayKind,
    Department,
    Destination,
    DutyTerm,
    Paper,
    Procedure,
    ReferenceChange,
    RefusalGround,
    Term,
    Track,
    Unit,
)

# The longest term and a generous pause: so far do due dates reach.
LONGEST_LOOK_AHEAD = timedelta(days=180)

#: Marks the regimes among the days of the calendar in one query.
_REGIME = "regime"

Rule = TypeVar("Rule", bound=Dated)


@dataclass(frozen=True, slots=True)
class DestinationPolicy:
    """The policy towards a country on a day, with the row it was read from."""

    country: str
    tier: str
    embargo: bool
    treaty_bar: bool
    reason_uk: str
    reason_en: str
    source: str
    valid_from: date
    valid_until: date | None


def in_force(rules: QuerySet[Rule], on: date) -> QuerySet[Rule]:
    """Return the rules valid on a day."""
    return rules.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on)


def term_for(track: str, on: date) -> Term:
    """Return the term rule of a track on a day.

    Raises InvalidInput when no rule covers the day: a term is never guessed.
    """
    if track not in Track.values:
        raise InvalidInput("track_unknown", _("Unknown kind of term: %(track)s."), track=track)
    rule = in_force(Term.objects.filter(track=track), on).first()
    if rule is None:
        raise InvalidInput(
            "term_missing",
            _("No term is set for “%(track)s” on %(day)s."),
            track=track,
            day=on.isoformat(),
        )
    return rule


def duty_term(duty: str, on: date) -> DutyTerm:
    """Return how many months a duty of the holder leaves on a day.

    Raises InvalidInput when no rule covers the day: a term is never guessed.
    """
    rule = in_force(DutyTerm.objects.filter(duty=duty), on).first()
    if rule is None:
        raise InvalidInput(
            "term_missing",
            _("No term is set for “%(track)s” on %(day)s."),
            track=duty,
            day=on.isoformat(),
        )
    return rule


def working_calendar(on: date | None = None) -> WorkingCalendar:
    """Load the calendar as it was known on a day (default: today in Kyiv).

    One query, a union; the answer is pure and may be kept for the request.
    """
    known = Q(published_on__lte=on or clock.today())
    nothing = Value(None, DateField())
    single = CalendarDay.objects.filter(known).order_by()
    regimes = CalendarRegime.objects.filter(known, holidays_work=True).order_by()
    rows = single.values_list("published_on", "kind", "date", nothing).union(
        regimes.values_list("published_on", Value(_REGIME), "valid_from", "valid_until"), all=True
    )
    days: dict[date, str] = {}
    periods = []
    # What is published later about the same day corrects it.
    for _published, kind, first, last in sorted(rows, key=itemgetter(0)):
        if kind == _REGIME:
            periods.append(Period(first, last))
        else:
            days[first] = kind
    return WorkingCalendar(
        holidays=_of_kind(days, DayKind.HOLIDAY),
        days_off=_of_kind(days, DayKind.DAY_OFF),
        moved_working=_of_kind(days, DayKind.WORKING),
        holidays_work=tuple(periods),
    )


def calendar_gap(on: date) -> int | None:
    """Return the nearest year whose days nobody entered though terms already run into it.

    Its holidays would count as working days, so it is said on the pages of those
    who keep the rules.
    """
    for year in sorted({on.year, (on + LONGEST_LOOK_AHEAD).year}):
        if not CalendarDay.objects.filter(date__year=year).exists():
            return year
    return None


def next_empty_year(on: date) -> int:
    """Return the first year from a day on that has no entered day."""
    kept = {day.year for day in CalendarDay.objects.values_list("date", flat=True)}
    return next(year for year in count(on.year) if year not in kept)


def usual_holidays(year: int) -> list[CalendarDay]:
    """Return the holidays of the last year kept, moved to another one; not saved."""
    newest = CalendarDay.objects.filter(kind=DayKind.HOLIDAY, date__year__lt=year).last()
    if newest is None:
        return []
    said = CalendarDay.objects.filter(date__year=newest.date.year)
    current = said.order_by("date", "-published_on").distinct("date")
    kept = [day for day in current if day.kind == DayKind.HOLIDAY]
    moved = [
        CalendarDay(
            date=moved_to(year, day.date),
            kind=day.kind,
            reason_uk=day.reason_uk,
            reason_en=day.reason_en,
        )
        for day in kept
    ]
    return sorted(moved, key=lambda day: day.date)


def said_of_day(day: date) -> QuerySet[CalendarDay]:
    """Return everything ever published about a day, the latest first."""
    return CalendarDay.objects.filter(date=day).order_by("-published_on")


def one_day(day_id: UUID) -> CalendarDay | None:
    """Return one row of the calendar, or None."""
    return CalendarDay.objects.filter(pk=day_id).first()


def non_working(days: Iterable[date]) -> frozenset[date]:
    """Return those of the days on which state bodies do not work."""
    calendar = working_calendar()
    return frozenset(day for day in days if not calendar.is_working(day))


def procedure(act: str, kind: str, subject: str, on: date) -> Procedure | None:
    """Return what such an application asks for on a day, or None when there is no such form."""
    return in_force(Procedure.objects.filter(act=act, kind=kind, subject=subject), on).first()


def papers() -> QuerySet[Paper]:
    """Return the kinds of documents in the order of the checklist."""
    return Paper.objects.all()


def departments() -> QuerySet[Department]:
    """Return all departments in the steady order of seats."""
    return Department.objects.all()


def department(code: str) -> Department:
    """Return a department by its code. Raises Department.DoesNotExist."""
    return Department.objects.get(code=code)


def units() -> QuerySet[Unit]:
    """Return the units of quantity, most used first."""
    return Unit.objects.all()


def criteria() -> QuerySet[Criterion]:
    """Return the eight criteria."""
    return Criterion.objects.all()


def refusal_grounds(on: date | None = None) -> QuerySet[RefusalGround]:
    """Return the grounds in force on a day (default: today in Kyiv), substance before form."""
    return in_force(RefusalGround.objects.select_related("criterion"), on or clock.today())


def current_edition(on: date) -> str:
    """Return the edition of the control list in force on a day.

    Raises InvalidInput when no edition was loaded that is old enough.
    """
    editions = ControlListEntry.objects.filter(edition_from__lte=on)
    edition = editions.order_by("-edition_from").values_list("edition", flat=True).first()
    if edition is None:
        raise InvalidInput("edition_missing", _("No edition of the control list covers this day."))
    return edition


def control_entries(on: date) -> QuerySet[ControlListEntry]:
    """Return the entries of the edition in force on a day."""
    return ControlListEntry.objects.filter(edition=current_edition(on))


def control_entry(code: str, on: date) -> ControlListEntry | None:
    """Return one entry of the edition in force on a day, or None when it has no such code."""
    return control_entries(on).filter(code=code).first()


def search_control_list(query: str, on: date, limit: int = 20) -> list[ControlListEntry]:
    """Return the entries of the edition in force on a day that a code or words point to."""
    if not query.strip():
        return []
    return control_search.rank(list(control_entries(on)), query)[:limit]


def destination(country: str, on: date) -> DestinationPolicy | None:
    """Return the policy towards a country on a day, or None where no rule is set.

    None must block: a destination without a rule has not been decided about.
    """
    row = in_force(Destination.objects.filter(country=country), on).first()
    return policy_of(row) if row is not None else None


def policy_of(row: Destination) -> DestinationPolicy:
    """Return what a row says, kept or only proposed."""
    return DestinationPolicy(
        country=row.country,
        tier=row.tier,
        embargo=row.embargo,
        treaty_bar=row.treaty_bar,
        reason_uk=row.reason_uk,
        reason_en=row.reason_en,
        source=row.source,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def changes_waiting() -> QuerySet[ReferenceChange]:
    """Return the proposals that wait for a second person, the newest first."""
    return _changes().filter(state=ChangeState.PROPOSED)


def changes_of(kind: str, key: str | None = None) -> QuerySet[ReferenceChange]:
    """Return every change of a kind, or about one thing, the newest first."""
    found = _changes().filter(kind=kind)
    return found if key is None else found.filter(key=key)


def one_change(change_id: UUID) -> ReferenceChange:
    """Return a change. Raises Http404."""
    return get_object_or_404(_changes(), pk=change_id)


def _changes() -> QuerySet[ReferenceChange]:
    return ReferenceChange.objects.select_related("proposed_by", "answered_by")


def _of_kind(days: dict[date, str], kind: DayKind) -> frozenset[date]:
    return frozenset(day for day, its_kind in days.items() if its_kind == kind)
