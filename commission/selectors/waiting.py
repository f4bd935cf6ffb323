"""What the commission owes a case, for the worklist of officials (`settings.CASE_WAITS`)."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Expression, OuterRef, Subquery
from django.utils.translation import get_language

from commission.models import AgendaItem, ItemState, OpinionRequest


def expressions() -> dict[str, Expression | Subquery]:
    """Return expressions on a case: awaited departments, the day they owe it, and its sitting."""
    short = "department__short_en" if get_language() == "en" else "department__short_uk"
    awaited = OpinionRequest.objects.filter(
        application=OuterRef("pk"),
        revision=OuterRef("current_revision"),
        opinion__isnull=True,
        waived_at__isnull=True,
    ).order_by("due_on", "department__position")
    items = AgendaItem.objects.filter(application=OuterRef("pk"), state=ItemState.PENDING)
    return {
        "awaits": ArraySubquery(awaited.values(short)),
        "awaits_until": Subquery(awaited.values("due_on")[:1]),
        "sitting": Subquery(items.values("sitting__number")[:1]),
        "sits_at": Subquery(items.values("sitting__held_at")[:1]),
    }
