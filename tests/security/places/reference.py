"""A proposal to close a country, and what would be sent to change it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.base import clock
from core.reference.models import Destination
from tests import rule_builders

if TYPE_CHECKING:
    from tests.security.world import World

# The matrix is walked some days after its world is made.
SOON = timedelta(days=60)


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Return one country and one proposal about another."""
    change = rule_builders.closing(world.cast, "PT", effective_on=clock.today() + SOON)
    row = Destination.objects.get(country="NO")
    places = {"table": "destinations", "row_id": row.pk, "change_id": change.pk}
    return {"reference": places}


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return forms that could be kept."""
    source = {"source": "Постанова № 77"}
    later = clock.today() + SOON
    closing = rule_builders.CLOSED | source | {"effective_on": f"{later:%d.%m.%Y}"}
    days = {"days": "24.08.2029; holiday; День Незалежності; Independence Day"}
    edition = {
        "edition": "EU CML 2029",
        "entries": "ML1; Зброя; Arms\nML1.a; Гвинтівки; Rifles",
        "effective_on": f"{later:%d.%m.%Y}",
    }
    return {
        "reference:propose_edition": edition | source,
        "reference:propose": {key: value for key, value in closing.items() if value is not False},
        "reference:propose_days": days | source,
        "reference:reject": {"reason": "Немає підстави."},
    }
