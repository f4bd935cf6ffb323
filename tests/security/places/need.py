"""A case that asks for goods of a counted production line."""

from typing import TYPE_CHECKING, Any

from tests import builders
from tests.licensing import surplus

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Return the case and its line."""
    line = surplus.a_counted_line(world.cast)
    case = builders.accepted(world.cast, lines=surplus.goods_of(line))
    place = {"ref": case.number, "line_id": line.pk}
    return {f"cases:{name}": place for name in ("statement", "stop", "lift")}


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return a statement and a stop order that could be kept."""
    return {
        "cases:statement": {
            "kind": "none", "number": "220/11", "dated": "02.11.2026", "valid_until": "31.03.2027",
        },
        "cases:stop": {"ground": "EU-7", "reason": "Потреба фронту.", "review_on": "10.01.2027"},
    }  # fmt: skip
