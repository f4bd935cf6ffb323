"""The protocol of the sitting that is over, and statements in the one in progress."""

from typing import TYPE_CHECKING, Any

from commission.models import Addendum, AgendaItem, ConditionChange, Mandate
from commission.services import addenda
from commission.services.conditions import propose_change, standing
from commission.services.statements import record_statement
from tests.records import journey

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Return what the placeholders of each address stand for."""
    over = AgendaItem.objects.get(application=world.decision.application)
    statement = record_statement(
        actor=world.cast.secretary,
        item_id=world.vote.question.item_id,
        speaker="Свідок",
        text="Слово.",
    )
    number = {"number": over.sitting.number}
    change = _change(world)
    reading = {"number": change.item.sitting.number, "position": change.item.position}
    addendum = _addendum(world, over)
    mandate = Mandate.objects.get(person=world.cast.member_econ)
    return {
        "commission": {"seat_id": mandate.seat_id, "mandate_id": mandate.pk},
        "sittings:minutes": number,
        "sittings:protocol_step": {**number, "name": "sign"},
        "sittings:extract": {**number, "position": over.position},
        "sittings:correct_statement": {"statement_id": statement.pk},
        "sittings:change_condition": {**reading, "condition_id": change.condition_id},
        "sittings:answer_change": {**reading, "change_id": change.pk},
        "sittings:propose_addendum": number,
        "sittings:addendum": {**number, "addendum_id": addendum.pk},
        "sittings:sign_addendum": {**number, "addendum_id": addendum.pk},
        "sittings:decline_addendum": {**number, "addendum_id": addendum.pk},
        "cases_opinions:addendum": {"ref": over.application.number, "addendum_id": addendum.pk},
        "cases_opinions:extract": {"ref": over.application.number, "item_id": over.pk},
    }


def _addendum(world: "World", over: AgendaItem) -> Addendum:
    """Return a sealed addendum to the item of the sitting that is over."""
    proposed = addenda.propose_addendum(
        actor=world.cast.secretary,
        sitting_id=over.sitting_id,
        position=over.position,
        text="Замість «24» читати «20».",
        reason="Описка.",
    )
    signed = addenda.sign_addendum(actor=world.cast.chair, addendum_id=proposed.pk)
    addenda.issue_addendum(addendum_id=signed.pk)
    return signed


def _change(world: "World") -> ConditionChange:
    """Return a change of a condition of the foreign ministry, on the agenda of a coming sitting."""
    item = journey.convened(world.cast, journey.prepared(world.cast), day=30)
    return propose_change(
        actor=world.cast.secretary,
        item_id=item.pk,
        condition_id=standing(item)[0].id,
        draft=None,
        reason="Графік уже в контракті.",
    )


def forms(_world: "World") -> dict[str, dict[str, Any]]:
    """Return what is sent to addresses whose answer depends on it."""
    return {}
