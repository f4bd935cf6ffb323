"""The pulse of the commission: does it sit, and does it sit in time.

It once did not meet for eight months; whoever can do something about that sees these figures on
the first page (design, 1 and 6). Two queries, whatever the number of cases and sittings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median_low

from django.db.models import Count, Min, Q, QuerySet

from commission.models import Sitting, SittingKind, SittingState
from core.base import clock
from licensing.lifecycle import Status
from licensing.models import Application
from licensing.selectors.worklist import AGES

AHEAD = (SittingState.PLANNED, SittingState.OPEN)
# A year of sittings every two weeks: enough for a habit, little to read.
REMEMBERED = 26


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
class Pulse:
    """When the commission met, when it will, and who waits for it."""

    last: Sitting | None
    rhythm: Rhythm | None
    next: Sitting | None
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
    ready = Application.objects.filter(status=Status.READY)
    waiting = ready.aggregate(total=Count("pk"), first=Min("due_on"), **_counts())
    held, ahead = _sittings()
    return Pulse(
        last=held[0] if held else None,
        rhythm=rhythm_of([clock.kyiv_date(row.closed_at) for row in held if row.closed_at]),
        next=ahead,
        waiting=waiting["total"],
        first_due=waiting["first"],
        bands=_bands(waiting),
    )


def _sittings() -> tuple[list[Sitting], Sitting | None]:
    """Return the last sittings, the newest first, and the next one, in one query."""
    closed = _met().filter(closed_at__isnull=False).order_by("-closed_at")[:REMEMBERED]
    following = _met().filter(state__in=AHEAD).order_by("held_at")[:1]
    rows = list(closed.union(following, all=True))
    held = [row for row in rows if row.closed_at is not None]
    held.sort(key=lambda row: row.closed_at or row.held_at, reverse=True)
    return held, next((row for row in rows if row.closed_at is None), None)


def rhythm_of(days: Sequence[date]) -> Rhythm | None:
    """Return the usual and the longest gap between sittings, newest day first.

    None before there are two gaps: one gap has no habit.
    """
    gaps = [(later - earlier).days for later, earlier in pairwise(days)]
    return Rhythm(median_low(gaps), max(gaps)) if len(gaps) > 1 else None


def _met() -> QuerySet[Sitting]:
    """Return the sittings for which people come together; a vote in writing is none."""
    return Sitting.objects.exclude(kind=SittingKind.WRITTEN).only("number", "held_at", "closed_at")


def _counts() -> dict[str, Count]:
    today = clock.today()
    return {
        f"age_{first}": Count(
            "pk",
            filter=Q(
                accepted_on__lte=today - timedelta(days=first),
                accepted_on__gte=today - timedelta(days=last),
            ),
        )
        for first, last in AGES
    }


def _bands(waiting: dict[str, int]) -> list[Band]:
    most = max(1, *(waiting[f"age_{first}"] for first, _last in AGES))
    return [
        Band(first, last, count, round(10 * count / most))
        for first, last in AGES
        for count in [waiting[f"age_{first}"]]
    ]
