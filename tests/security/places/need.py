"""A case that asks for goods of a counted production line, and a statement that waits."""

from datetime import date
from typing import TYPE_CHECKING, Any

from core.documents import storage
from core.documents.models import StoredFile
from licensing.services import need
from licensing.services.need import StatementData
from tests import builders
from tests.licensing import surplus

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Return the case, its line and a statement of the officer."""
    line = surplus.a_counted_line(world.cast)
    case = builders.accepted(world.cast, lines=surplus.goods_of(line))
    place = {"ref": case.number, "line_id": line.pk}
    said = need.enter_statement(
        actor=world.cast.officer,
        line_id=line.pk,
        data=StatementData("none", "220/77", date(2026, 11, 2), date(2027, 3, 31)),
        file=_file(world),
    )
    statement = {"line_id": line.pk, "statement_id": said.pk}
    return {"statements": statement} | {f"cases:{name}": place for name in ("stop", "lift")}


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return a reason of a rejection and a stop order that could be kept."""
    return {
        "statements:reject": {"reason": "Інший номер листа."},
        "cases:stop": {"ground": "EU-7", "reason": "Потреба фронту.", "review_on": "10.01.2027"},
    }


def _file(world: "World") -> StoredFile:
    file = builders.stored_file(world.cast.officer, "statement.pdf")
    storage.store(b"statement.pdf")
    return file
