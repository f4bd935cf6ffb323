"""The pulse of the commission: does it sit, and does it sit in time.

It once did not meet for eight months; whoever can do something about that sees these figures on
the first page (design, 1 and 6). One query, whatever the number of cases and sittings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median_low
from typing import Any, TypeAlias

from django.db.models import (
    Count,
    DateTimeField,
    Field,
    JSONField,
    Min,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import JSONObject

from commission.models import Sitting, SittingKind, SittingState
from core.base import clock
from licensing.lifecycle import Status
from licensing.models import Application
from licensing.selectors.worklist.page import AGES

AHEAD = (SittingState.PLANNED, SittingState.OPEN)
# A year of sittings every two weeks: enough for a habit, little to read.
REMEMBERED = 26

#: One row of the union: a sitting, or the counts of what waits.
Row: TypeAlias = tuple[Any, ...]
Counts: TypeAlias = Mapping[str, Any]
_SITTING = ("number", "held_at", "closed_at")
_COUNTS = 3


@dataclass(frozen=True, slots=True)
class Band:
    """How many ready cases were accepted between `first` and `last` days ago."""

    first: int
    last: int
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How many days lie between the last sittings: the usual and the longest gap."""

    usual: int
    longest: int


@dataclass(frozen=True, slots=True)
class Met:
    """A sitting of the pulse: one that was, or the next."""

    number: str
    held_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Pulse:
    """When the commission met, when it will, and who waits for it."""

    last: Met | None
    rhythm: Rhythm | None
    next: Met | None
    waiting: int
    first_due: date | None
    bands: list[Band]

    @property
    def days_since(self) -> int | None:
        """Return the days since the last sitting was closed; None before the first."""
        if self.last is None or self.last.closed_at is None:
            return None
        return (clock.today() - clock.kyiv_date(self.last.closed_at)).days

    @property
    def next_at(self) -> datetime | None:
        """Return when the commission meets next."""
        return self.next.held_at if self.next else None

    @property
    def scale(self) -> int:
        """Return the days at the end of the bar: the longest of the gaps and the running one."""
        gaps = (self.rhythm.usual, self.rhythm.longest) if self.rhythm else ()
        return max(1, self.days_since or 0, *gaps)

    @property
    def is_slow(self) -> bool:
        """Tell whether the running gap is longer than the usual one."""
        return bool(self.rhythm and (self.days_since or 0) > self.rhythm.usual)

    @property
    def is_late(self) -> bool:
        """Tell whether the term of a waiting case ends before anybody meets."""
        if self.first_due is None:
            return False
        return self.next_at is None or clock.kyiv_date(self.next_at) > self.first_due


def pulse() -> Pulse:
    """Return the pulse now."""
    rows = list(_closed().union(_ahead(), _waiting(), all=True))
    met = [Met(*row[:3]) for row in rows if row[_COUNTS] is None]
    held = sorted((one for one in met if one.closed_at), key=_closing, reverse=True)
    counts: Counts = next(row[_COUNTS] for row in rows if row[_COUNTS] is not None)
    return Pulse(
        last=held[0] if held else None,
        rhythm=rhythm_of([clock.kyiv_date(_closing(one)) for one in held]),
        next=next((one for one in met if one.closed_at is None), None),
        waiting=counts["total"],
        first_due=date.fromisoformat(counts["first"]) if counts["first"] else None,
        bands=_bands(counts),
    )


def rhythm_of(days: Sequence[date]) -> Rhythm | None:
    """Return the usual and the longest gap between sittings, newest day first.

    None before there are two gaps: one gap has no habit.
    """
    gaps = [(later - earlier).days for later, earlier in pairwise(days)]
    return Rhythm(median_low(gaps), max(gaps)) if len(gaps) > 1 else None


def _met() -> QuerySet[Sitting]:
    """Return the sittings for which people come together; a vote in writing is none."""
    return Sitting.objects.exclude(kind=SittingKind.WRITTEN)


def _closed() -> QuerySet[Sitting, Row]:
    """Return the last sittings."""
    closed = _met().filter(closed_at__isnull=False).order_by("-closed_at")
    return closed.values_list(*_SITTING, _nothing(JSONField()))[:REMEMBERED]


def _ahead() -> QuerySet[Sitting, Row]:
    """Return the next sitting."""
    ahead = _met().filter(state__in=AHEAD).order_by("held_at")
    return ahead.values_list(*_SITTING, _nothing(JSONField()))[:1]


def _waiting() -> QuerySet[Application, Row]:
    """Return one row: how many ready cases wait, the first term of them, and their ages."""
    today = clock.today()
    ages = {
        f"age_{first}": Count(
            "pk",
            filter=Q(
                accepted_on__lte=today - timedelta(days=first),
                accepted_on__gte=today - timedelta(days=last),
            ),
        )
        for first, last in AGES
    }
    counts = JSONObject(total=Count("pk"), first=Min("due_on"), **ages)
    ready = Application.objects.filter(status=Status.READY).order_by()
    day = _nothing(DateTimeField())
    # Grouped by nothing but what is the same for all: without `values` first, each case is a row.
    one_group = ready.annotate(none=Value("")).values("none")
    return one_group.values_list("none", day, day, counts)


def _nothing(field: Field) -> Value:  # type: ignore[type-arg]
    return Value(None, field)


def _closing(one: Met) -> datetime:
    return one.closed_at or one.held_at


def _bands(waiting: Counts) -> list[Band]:
    most = max(1, *(waiting[f"age_{first}"] for first, _last in AGES))
    return [
        Band(first, last, count, round(10 * count / most))
        for first, last in AGES
        for count in [waiting[f"age_{first}"]]
    ]
