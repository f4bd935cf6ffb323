"""The addresses of the records room beyond the journey."""

from typing import TYPE_CHECKING, Any

from core.base import clock
from records.statistics.publication import publish
from tests.builders import kyiv

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Publish the year of the decision as soon as it is over."""
    with clock.at(kyiv(2027, 1, 11)):
        publish(actor=world.cast.head, year=2026)
    return {"statistics": {"year": 2026}}


def forms(world: "World") -> dict[str, dict[str, Any]]:
    return {}
