"""The protocol of the sitting that is over, and statements in the one in progress."""

from typing import TYPE_CHECKING, Any

from commission.models import AgendaItem, Mandate
from commission.services.statements import record_statement

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Return what the placeholders of each address stand for."""
    over = AgendaItem.objects.earliest("created_at")
    statement = record_statement(
        actor=world.cast.secretary,
        item_id=world.vote.question.item_id,
        speaker="Свідок",
        text="Слово.",
    )
    number = {"number": over.sitting.number}
    mandate = Mandate.objects.get(person=world.cast.member_econ)
    return {
        "commission": {"seat_id": mandate.seat_id, "mandate_id": mandate.pk},
        "sittings:minutes": number,
        "sittings:protocol_step": {**number, "name": "sign"},
        "sittings:extract": {**number, "position": over.position},
        "sittings:correct_statement": {"statement_id": statement.pk},
        "cases_opinions:extract": {"ref": over.application.number, "item_id": over.pk},
    }


def forms(_world: "World") -> dict[str, dict[str, Any]]:
    """Return what is sent to addresses whose answer depends on it."""
    return {}
