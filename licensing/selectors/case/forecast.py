"""When a decision may come: what comparable cases took, told with its basis or not told at all."""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median, quantiles

from core.base import clock
from licensing.lifecycle import OPEN, Status
from licensing.models import Application
from licensing.selectors.upward import SittingDays, sitting_days

#: With fewer cases a median says more about chance than about the authority.
FEWEST = 5
LOOK_BACK = timedelta(days=730)
MOST = 500


@dataclass(frozen=True, slots=True)
class Forecast:
    """Days from acceptance to decision of comparable decided cases, and the sittings ahead."""

    cases: int
    shortest: int
    usual: int
    longest: int
    #: Half of them took between so many days.
    half: tuple[int, int]
    #: The days between which half of such cases would be decided, never before today.
    likely_between: tuple[date, date] | None
    likely_on: date | None
    moved_to_sitting: bool
    was_considered: bool
    sittings: SittingDays

    @property
    def is_told(self) -> bool:
        """Tell whether there are enough cases to say anything."""
        return self.cases >= FEWEST


def forecast(case: Application) -> Forecast | None:
    """Return the forecast of an open case, or None when nothing is ahead of it.

    Comparable: decided in two years, the same act, kind and track; calendar days, pauses
    included, as the company lived through them. Nothing of a single case can be read from it.
    Before the sitting that considers it no case is decided, so the likely day is never earlier.
    """
    if case.status not in OPEN:
        return None
    today = clock.today()
    days = sorted(_days_taken(case, today))
    usual = round(median(days)) if days else 0
    half = _half(days)
    begun = case.accepted_on
    likely = max(begun + timedelta(days=usual), today) if begun and len(days) >= FEWEST else None
    considered, sittings = case.status == Status.CONSIDERED, sitting_days(case.pk)
    earliest = None if considered else _earliest(sittings)
    moved = likely is not None and earliest is not None and likely < earliest
    return Forecast(
        cases=len(days),
        shortest=days[0] if days else 0,
        usual=usual,
        longest=days[-1] if days else 0,
        half=half,
        likely_between=_between(case, half, earliest) if likely else None,
        likely_on=earliest if moved else likely,
        moved_to_sitting=moved,
        was_considered=considered,
        sittings=sittings,
    )


def _days_taken(case: Application, today: date) -> list[int]:
    decided = Application.objects.filter(
        status=Status.DECIDED,
        act=case.act,
        kind=case.kind,
        track=case.track,
        restricted=False,
        accepted_on__gte=today - LOOK_BACK,
        closed_at__isnull=False,
    )
    rows = decided.order_by("-closed_at").values_list("accepted_on", "closed_at")[:MOST]
    return [
        (clock.kyiv_date(closed) - accepted).days
        for accepted, closed in rows
        if accepted and closed
    ]


def _half(days: list[int]) -> tuple[int, int]:
    """Return between how many days the middle half of the cases lies."""
    if len(days) < FEWEST:
        return 0, 0
    first, _middle, third = quantiles(days, n=4, method="inclusive")
    return round(first), round(third)


def _between(
    case: Application, half: tuple[int, int], earliest: date | None
) -> tuple[date, date] | None:
    """Return the days of the middle half; what lies before today or the sitting is cut off."""
    if case.accepted_on is None:
        return None
    floor = max(clock.today(), earliest or clock.today())
    first, last = (case.accepted_on + timedelta(days=days) for days in half)
    return max(first, floor), max(last, floor)


def _earliest(sittings: SittingDays) -> date | None:
    """Return the first day on which the commission can consider the case, as planned today."""
    return sittings.own or next(iter(sittings.planned), None)
