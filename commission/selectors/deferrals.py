"""How often the case of an item was deferred before, and whether the rules allow it once more."""

from dataclasses import dataclass

from commission.models import AgendaItem, ItemState


@dataclass(frozen=True, slots=True)
class Deferrals:
    """The items on which the case was deferred, and how many the rules of the sitting allow."""

    rows: list[AgendaItem]
    allowed: int

    @property
    def is_enough(self) -> bool:
        """Tell whether the case was deferred as often as the rules allow."""
        return len(self.rows) >= self.allowed


def deferrals_before(item: AgendaItem) -> Deferrals:
    """Return the deferrals of the case on other agendas, the earliest first."""
    rows = AgendaItem.objects.filter(
        application_id=item.application_id, state=ItemState.DEFERRED
    ).exclude(pk=item.pk)
    return Deferrals(
        rows=list(rows.select_related("sitting").order_by("sitting__held_at")),
        allowed=item.sitting.rule_pack.parsed().max_deferrals,
    )
