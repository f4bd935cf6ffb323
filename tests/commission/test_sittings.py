"""Seats and mandates, the call, the agenda, the room, and the protocol."""

import json
from datetime import date, timedelta

import pytest

from commission.models import ItemState, Mandate, MandateRole, Protocol, SittingKind
from commission.proposals import Advice, LineProposal
from commission.services import questions, rounds, seats, sittings
from commission.services.protocols import issue_protocol
from core.audit.models import Event
from core.base import clock
from core.base.canonical import digest
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.documents.models import IssuedDocument
from core.notifications.models import Deadline, Message, Outbox
from demo.cast import Cast
from demo.commission_cast import build_commission
from licensing.models import CommissionOutcome
from tests import builders, commission_builders
from tests.commission_builders import closed, convened, frozen, open_vote, opened, placed, ready


def test_the_body_of_the_demo(cast: Cast) -> None:
    made = build_commission(cast)
    assert [seat.department.code for seat in made] == list(cast.seat_holders)
    assert build_commission(cast) == made
    assert Mandate.objects.get(person=cast.alternate).role == MandateRole.ALTERNATE


@pytest.mark.parametrize("person", ["secretary", "chair", "officer", "system_admin", "auditor"])
def test_only_the_reference_administrator_appoints(cast: Cast, person: str) -> None:
    seat = build_commission(cast)[0]
    with pytest.raises(NotAllowed):
        seats.appoint(
            actor=getattr(cast, person),
            seat_id=seat.pk,
            person=cast.alternate,
            role=MandateRole.ALTERNATE,
            instrument_number="X",
            instrument_date=date(2026, 2, 1),
            valid_from=date(2026, 2, 1),
        )


def test_a_mandate_ends_and_another_begins(cast: Cast) -> None:
    commission_builders.commission(cast)
    old = Mandate.objects.get(person=cast.member_mod)
    new = {
        "actor": cast.reference_admin,
        "seat_id": old.seat_id,
        "person": cast.member_mod,
        "role": MandateRole.PRINCIPAL,
        "instrument_number": "М-02б/26",
        "instrument_date": clock.today(),
        "valid_from": clock.today(),
    }
    with pytest.raises(Conflict):
        seats.appoint(**new)
    with pytest.raises(InvalidInput):
        seats.revoke(actor=cast.reference_admin, mandate_id=old.pk, note="")
    seats.revoke(actor=cast.reference_admin, mandate_id=old.pk, note="Лист № 61")
    with pytest.raises(Conflict):
        seats.revoke(actor=cast.reference_admin, mandate_id=old.pk, note="Лист № 61")
    with pytest.raises(InvalidInput):
        seats.appoint(**new, valid_until=clock.today() - timedelta(days=1))
    with pytest.raises(InvalidInput):
        seats.appoint(**new | {"person": cast.officer})
    seats.appoint(**new)


def test_rules_are_adopted_once_a_version(cast: Cast) -> None:
    commission_builders.commission(cast)
    text = seats.EXAMPLE_RULES.read_text(encoding="utf-8")
    with pytest.raises(Conflict):
        seats.adopt_rules(actor=cast.reference_admin, text=text)
    with pytest.raises(InvalidInput):
        seats.adopt_rules(actor=cast.reference_admin, text="{}")


def test_an_ordinary_sitting_needs_notice(cast: Cast) -> None:
    commission_builders.commission(cast)
    call = {"actor": cast.secretary, "place": "зала 214", "chair": cast.chair}
    with pytest.raises(InvalidInput) as refusal:
        sittings.convene(**call, held_at=clock.now() + timedelta(days=1))
    assert refusal.value.field == "held_at"
    sitting = sittings.convene(**call, held_at=clock.now() + timedelta(days=4))
    assert sitting.number == "DS-2026-00001"
    assert Message.objects.filter(kind="sitting.convened").count() == 8
    assert Deadline.objects.get(kind="sitting").due_on == clock.kyiv_date(sitting.held_at)


WRONG_CALLS = {
    "in the past": ({"held_at": timedelta(days=-1)}, "held_at"),
    "no place": ({"place": " "}, "place"),
    "extraordinary without a reason": ({"kind": SittingKind.EXTRAORDINARY}, "reason"),
    "chaired by a member": ({"chair": "member_mod"}, "chair"),
}


@pytest.mark.parametrize(("change", "field"), WRONG_CALLS.values(), ids=WRONG_CALLS.keys())
def test_a_wrong_call_is_refused_at_its_field(cast: Cast, change, field: str) -> None:
    commission_builders.commission(cast)
    call = {"held_at": timedelta(days=5), "place": "зала 214", "chair": "chair"} | change
    with pytest.raises(InvalidInput) as refusal:
        sittings.convene(
            **call
            | {
                "actor": cast.secretary,
                "held_at": clock.now() + call["held_at"],
                "chair": getattr(cast, call["chair"]),
            }
        )
    assert refusal.value.field == field


@pytest.mark.parametrize("person", ["officer", "chair", "member_mod", "head", "auditor"])
def test_only_the_secretary_convenes_and_places(cast: Cast, person: str) -> None:
    sitting, case = convened(cast), ready(cast)
    actor = getattr(cast, person)
    with pytest.raises(NotAllowed):
        sittings.convene(
            actor=actor, held_at=clock.now(), place="зала", chair=cast.chair, reason="Так."
        )
    with pytest.raises(NotAllowed):
        sittings.place_on_agenda(actor=actor, sitting_id=sitting.pk, application_id=case.pk)


def test_papers_are_frozen_with_their_digests(cast: Cast) -> None:
    item = placed(cast)
    papers = json.loads(item.papers)
    assert item.papers_sha256 == digest(item.papers)
    assert papers["revision"]["sha256"] == item.revision.sha256
    assert [opinion["department"] for opinion in papers["opinions"]] == ["mod"]
    assert papers["checks"]["sha256"] == builders.fresh(item.application).latest_checks.sha256


def test_a_case_that_is_not_ready_is_not_placed(cast: Cast) -> None:
    sitting, case = convened(cast), builders.accepted(cast)
    with pytest.raises(Conflict):
        sittings.place_on_agenda(
            actor=cast.secretary, sitting_id=sitting.pk, application_id=case.pk
        )


def test_a_case_stands_on_one_agenda(cast: Cast) -> None:
    item = placed(cast)
    with pytest.raises(Conflict):
        sittings.place_on_agenda(
            actor=cast.secretary, sitting_id=item.sitting_id, application_id=item.application_id
        )


def test_a_sitting_opens_on_its_day_once(cast: Cast) -> None:
    item = placed(cast, convened(cast, clock.now() + timedelta(days=2)))
    step = {"actor": cast.chair, "sitting_id": item.sitting_id}
    with pytest.raises(Conflict) as refusal:
        sittings.open_sitting(**step)
    assert refusal.value.code == "too_early"
    with clock.at(clock.now() + timedelta(days=2)):
        sitting = sittings.open_sitting(**step)
        assert sitting.protocol_number == "DJ-2026-00001"
        with pytest.raises(Conflict):
            sittings.open_sitting(**step)


def test_one_sitting_is_in_progress_at_a_time(cast: Cast) -> None:
    opened(cast)
    with pytest.raises(Conflict) as refusal:
        sittings.open_sitting(actor=cast.chair, sitting_id=convened(cast).pk)
    assert refusal.value.code == "another_open"


def test_attendance_needs_a_valid_mandate(cast: Cast) -> None:
    item = opened(cast)
    with pytest.raises(InvalidInput):
        sittings.record_attendance(
            actor=cast.secretary, sitting_id=item.sitting_id, present=[cast.chair.pk]
        )


def test_people_come_and_go(cast: Cast) -> None:
    item = opened(cast)
    room = [m.pk for m in commission_builders.principals(cast)]
    for present in (room[:5], room):
        sittings.record_attendance(
            actor=cast.secretary, sitting_id=item.sitting_id, present=present
        )
    assert sittings.present_mandates(item.sitting).count() == 7
    assert item.sitting.attendances.count() == 9


def test_a_deferred_case_may_come_back(cast: Cast) -> None:
    item = opened(cast)
    sittings.defer_item(actor=cast.secretary, item_id=item.pk, reason="Чекаємо лист.")
    with pytest.raises(Conflict):
        sittings.defer_item(actor=cast.secretary, item_id=item.pk, reason="Чекаємо лист.")
    again = sittings.place_on_agenda(
        actor=cast.secretary, sitting_id=item.sitting_id, application_id=item.application_id
    )
    assert again.position == 2


def test_an_item_is_not_deferred_during_a_vote(cast: Cast) -> None:
    item = opened(cast)
    vote = open_vote(cast, frozen(cast, item))
    with pytest.raises(Conflict):
        sittings.defer_item(actor=cast.secretary, item_id=item.pk, reason="Чекаємо лист.")
    with pytest.raises(Conflict):
        frozen(cast, item)
    with pytest.raises(Conflict):
        rounds.open_round(actor=cast.chair, question_id=vote.question_id)


def test_a_proposal_covers_every_line_and_its_limits(cast: Cast) -> None:
    item = opened(cast)
    wrong = (
        [LineProposal(1, Advice.APPROVE)],
        [LineProposal(1, Advice.REFUSE), LineProposal(2, Advice.APPROVE)],
        [LineProposal(1, Advice.CAP), LineProposal(2, Advice.APPROVE)],
    )
    for lines in wrong:
        with pytest.raises(InvalidInput):
            questions.freeze_question(actor=cast.secretary, item_id=item.pk, lines=lines)


def test_a_partial_proposal_says_so_in_words(cast: Cast) -> None:
    item = opened(cast, placed(cast, conditions=["Не раніше 1 квітня 2027 року."]))
    question = frozen(cast, item, refused=(2,))
    assert question.proposal == "recommend_partly"
    assert question.text_uk == (
        "Рекомендувати видати дозвіл на рядок 1 з умовами відомств. Відмовити: рядок 2, критерії 7."
    )
    closed(cast, "FFFFFFF", open_vote(cast, question))
    record = json.loads(CommissionOutcome.objects.get().text)
    assert record["conditions"][0]["text"]["uk"] == "Не раніше 1 квітня 2027 року."
    assert [line["advice"] for line in record["lines"]] == ["approve", "refuse"]


def test_the_sitting_closes_when_every_item_has_a_result(cast: Cast) -> None:
    item = opened(cast)
    step = {"actor": cast.chair, "sitting_id": item.sitting_id}
    with pytest.raises(Conflict) as refusal:
        sittings.close_sitting(**step)
    assert refusal.value.code == "items_open"
    closed(cast, "FFFFFFF", open_vote(cast, frozen(cast, item)))
    protocol = sittings.close_sitting(**step)
    assert protocol.sha256 == digest(protocol.record_text)
    assert not Outbox.objects.filter(task="commission.issue_protocol").exists()
    with pytest.raises(Conflict):
        sittings.close_sitting(**step)
    assert Event.objects.filter(verb="sitting.closed", body__contains=protocol.sha256).exists()


def test_a_case_withdrawn_meanwhile_does_not_hold_the_sitting(cast: Cast) -> None:
    item = opened(cast)
    builders.case.withdraw(
        actor=cast.signatory,
        application_id=item.application_id,
        version=builders.version(item.application_id),
    )
    sittings.close_sitting(actor=cast.chair, sitting_id=item.sitting_id)
    assert commission_builders.fresh(item).state == ItemState.WITHDRAWN


def test_the_protocol_is_generated_from_the_rows(cast: Cast) -> None:
    item = opened(cast, present=commission_builders.principals(cast)[:6])
    rounds.declare_conflict(
        actor=cast.member_just, item_id=item.pk, kind="institutional", ground="Частка у фірмі."
    )
    closed(cast, "FFFA--", open_vote(cast, frozen(cast, item)))
    record = json.loads(
        sittings.close_sitting(actor=cast.chair, sitting_id=item.sitting_id).record_text
    )
    (printed,) = record["items"]
    (vote,) = printed["rounds"]
    formula = {row["check"]: (row["numbers"], row["outcome"]) for row in vote["formula"]}
    assert formula == {
        "base": ("7 − 1 = 6", ""),
        "quorum": ("5 × 2 > 6 × 1; 10 > 6", "кворум є"),
        "majority": ("3 × 2 > 5 × 1; 6 > 5", "прийнято"),
        "result": ("3 / 1 / 0", ""),
    }
    votes = [row["vote"] for row in vote["roll_call"]]
    assert votes.count("for") == 3
    assert votes.count("recused") == 1
    assert [row["signed_on"] for row in record["signatories"]] == ["", ""]
    assert record["signatories"][0]["name"] == "Костянтин ПІЩАНИЙ"
    assert printed["recusals"][0]["kind"] == "інституційний"


def test_the_sealed_protocol_is_made_once(cast: Cast) -> None:
    commission_builders.protocolled(cast)
    protocol = Protocol.objects.get()
    first, second = (issue_protocol(protocol_id=protocol.pk) for _ in range(2))
    assert first == second == IssuedDocument.objects.get(kind="protocol")
    assert first.record_sha256 == protocol.sha256
    assert Message.objects.filter(kind="protocol.ready", recipient=cast.chair).count() == 1


def test_the_protocol_tells_silence_from_absence(cast: Cast) -> None:
    protocol = commission_builders.protocolled(cast, "FFFFFF-")
    [item] = json.loads(protocol.record_text)["items"]
    votes = [call["vote"] for call in item["rounds"][0]["roll_call"]]
    assert votes == ["for"] * 6 + ["not_voted"]
