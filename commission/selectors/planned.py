"""The days of sittings to come, for the forecast of a case (`settings.SITTING_DAYS`)."""

from uuid import UUID

from commission.models import Sitting, SittingKind, SittingState
from core.base import clock
from licensing.selectors.upward import SittingDays

SHOWN = 3


def sitting_days(case_id: UUID) -> SittingDays:
    """Return the planned sitting whose agenda has the case, and the next planned ones.

    A written procedure is no day on which a case not on its agenda could be considered.
    """
    ahead = Sitting.objects.filter(state=SittingState.PLANNED, held_at__gte=clock.now())
    own = ahead.filter(items__application_id=case_id, items__state="pending")
    held = ahead.exclude(kind=SittingKind.WRITTEN).order_by("held_at")
    first = own.order_by("held_at").values_list("held_at", flat=True).first()
    return SittingDays(
        own=clock.kyiv_date(first) if first else None,
        planned=[clock.kyiv_date(at) for at in held.values_list("held_at", flat=True)[:SHOWN]],
    )
