"""The pulse of the commission: does it sit, and does it sit in time.

It once did not meet for eight months; whoever can do something about that sees these figures on
the first page (design, 1 and 6). Two queries, whatever the number of cases and sittings.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min, Q

from commission.models import Sitting, SittingKind, SittingState
from core.base import clock
from licensing.lifecycle import Status
from licensing.models import Application
from licensing.selectors.worklist import AGES


@dataclass(frozen=True, slots=True)
class Band:
    """How many ready cases were accepted between `first` and `last` days ago."""

    first: int
    last: int
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """When the commission met, when it will, and who waits for it."""

    days_since: int | None
    next_at: datetime | None
    waiting: int
    first_due: date | None
    bands: list[Band]

    @property
    def is_late(self) -> bool:
        """Tell whether the term of a waiting case ends before anybody meets."""
        if self.first_due is None:
            return False
        return self.next_at is None or clock.kyiv_date(self.next_at) > self.first_due


def pulse() -> Pulse:
    """Return the pulse now."""
    ahead = Q(state__in=[SittingState.PLANNED, SittingState.OPEN])
    sittings = Sitting.objects.exclude(kind=SittingKind.WRITTEN).aggregate(
        last=Max("closed_at"), next=Min("held_at", filter=ahead)
    )
    ready = Application.objects.filter(status=Status.READY)
    waiting = ready.aggregate(total=Count("pk"), first=Min("due_on"), **_counts())
    last = sittings["last"]
    return Pulse(
        days_since=(clock.today() - clock.kyiv_date(last)).days if last else None,
        next_at=sittings["next"],
        waiting=waiting["total"],
        first_due=waiting["first"],
        bands=_bands(waiting),
    )


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
