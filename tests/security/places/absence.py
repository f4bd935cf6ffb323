"""An officer away, with a deputy."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.base import clock
from core.notifications.absences import set_absence

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Return the absence; it lies ahead, so that nobody's tasks move."""
    first = clock.today() + timedelta(days=60)
    absence = set_absence(
        actor=world.cast.officer,
        person=world.cast.officer,
        deputy=world.cast.second_officer,
        starts_on=first,
        ends_on=first + timedelta(days=4),
    )
    return {
        "absence": {"absence_id": absence.pk},
        "cases:remove_filter": {"filter_id": absence.pk},
    }


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return nothing: an empty form is refused."""
    return {}
