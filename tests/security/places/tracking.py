"""The addresses of shipments: one announced under the licence of the first case."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.base import clock
from tests.builders import kyiv
from tracking.services import shipments
from tracking.services.shipments import Wanted

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Announce a shipment and confirm another, so that each address has what it speaks of."""
    licence = world.decision.licence
    # The permit is in force from the day of its decision.
    with clock.at(kyiv(2026, 11, 30)):
        waiting, crossed = (
            shipments.announce(
                actor=world.cast.preparer,
                licence_id=licence.pk,
                lines=[Wanted(1, Decimal(1))],
                planned_on=clock.today(),
            )
            for _ in range(2)
        )
        shipments.confirm(
            actor=world.cast.customs,
            shipment_id=crossed.pk,
            crossed_on=clock.today(),
            declaration="ЕК 500120/2026/1",
        )
    return {
        "licences:confirm": {"number": waiting.number},
        "licences:cancel": {"number": waiting.number},
        "licences:correct": {"number": crossed.number},
        "api:check_licence": {"number": licence.number},
        "api:read_shipment": {"number": waiting.number},
        "api:confirm_shipment": {"number": waiting.number},
        "api:cancel_shipment": {"number": waiting.number},
    }


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return nothing: no answer here depends on what is sent."""
    return {}
