"""A counted vote declared void by two people, and a new round."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from commission.models import Ballot, ItemState, Round, RoundState
from commission.services import annulment, rounds, sittings
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from demo.cast import Cast
from licensing.models import CommissionOutcome
from tests import builders, commission_builders
from tests.commission_builders import ballot, closed, fresh, frozen, open_vote, opened

WHY = "Під час голосування в залі була стороння особа."


def annulled(cast: Cast, vote: Round) -> Round:
    annulment.propose_annulment(actor=cast.secretary, round_id=vote.pk, reason=WHY)
    return annulment.confirm_annulment(actor=cast.chair, round_id=vote.pk)


def test_two_people_annul_and_a_new_round_decides(cast: Cast) -> None:
    vote = closed(cast, "FFFFABB")
    item = vote.question.item
    annulled(cast, vote)
    assert builders.fresh(item.application).status == "on_agenda"
    assert fresh(item).state == ItemState.PENDING
    again = closed(cast, "AAAAFBB", open_vote(cast, vote.question))
    assert (again.result, builders.fresh(item.application).status) == ("rejected", "considered")
    first, second = CommissionOutcome.objects.order_by("attempt")
    assert (first.outcome, second.outcome) == ("recommend", "refuse")
    kept = json.loads(second.text)["rounds"]
    assert [bool(row["annulled"]) for row in kept] == [True, False]
    assert Ballot.objects.filter(round=vote).count() == 7


def test_the_head_decides_on_the_last_outcome(cast: Cast) -> None:
    vote = closed(cast)
    annulled(cast, vote)
    closed(cast, "FFFFFFA", open_vote(cast, vote.question))
    case = builders.fresh(vote.question.item.application)
    decision = builders.deciding.decide(
        actor=cast.head,
        application_id=case.pk,
        version=case.version,
        lines=[builders.refuse(1), builders.refuse(2)],
    )
    assert decision.commission_outcome.attempt == 2


def test_one_person_is_not_two(cast: Cast) -> None:
    vote = closed(cast)
    with pytest.raises(Conflict):
        annulment.confirm_annulment(actor=cast.chair, round_id=vote.pk)
    annulment.propose_annulment(actor=cast.chair, round_id=vote.pk, reason=WHY)
    with pytest.raises(Conflict) as refusal:
        annulment.confirm_annulment(actor=cast.chair, round_id=vote.pk)
    assert refusal.value.code == "second_person"
    with pytest.raises(Conflict):
        annulment.propose_annulment(actor=cast.secretary, round_id=vote.pk, reason=WHY)
    assert Round.objects.get(pk=vote.pk).state == RoundState.TALLIED


@pytest.mark.parametrize("who", ["officer", "head", "member_mod", "auditor", "reference_admin"])
def test_nobody_else_annuls(cast: Cast, who: str) -> None:
    vote = closed(cast)
    with pytest.raises(NotAllowed):
        annulment.propose_annulment(actor=getattr(cast, who), round_id=vote.pk, reason=WHY)


def test_it_needs_a_reason_and_a_counted_vote(cast: Cast) -> None:
    vote = open_vote(cast)
    with pytest.raises(Conflict):
        annulment.propose_annulment(actor=cast.chair, round_id=vote.pk, reason=WHY)
    closed(cast, "FFFFFFF", vote)
    with pytest.raises(InvalidInput):
        annulment.propose_annulment(actor=cast.chair, round_id=vote.pk, reason=" ")


def test_a_closed_sitting_is_not_annulled(cast: Cast) -> None:
    vote = closed(cast)
    sittings.close_sitting(actor=cast.chair, sitting_id=vote.question.item.sitting_id)
    with pytest.raises(Conflict):
        annulment.propose_annulment(actor=cast.chair, round_id=vote.pk, reason=WHY)


def test_a_tie_is_annulled_too(cast: Cast) -> None:
    item = opened(cast, present=commission_builders.principals(cast)[:6])
    vote = closed(cast, "FFFAAA", open_vote(cast, frozen(cast, item)))
    annulled(cast, vote)
    with pytest.raises(Conflict):
        rounds.give_casting_vote(actor=cast.chair, round_id=vote.pk, choice="for", reason="Так.")
    assert closed(cast, "FFFFAA", open_vote(cast, vote.question)).result == "carried"


def test_ballots_of_the_annulled_round_are_refused(cast: Cast) -> None:
    vote = closed(cast, "FFFFF--")
    annulled(cast, vote)
    again = open_vote(cast, vote.question)
    with pytest.raises(Conflict):
        ballot(cast.member_sbu, vote)
    ballot(cast.member_sbu, again)


TRICKS = {
    "without a second person": "UPDATE commission_round SET state = 'annulled'",
    "confirmed by the same": "UPDATE commission_annulment SET confirmed_by_id = proposed_by_id, "
    "confirmed_at = now()",
    "another reason": "UPDATE commission_annulment SET reason = 'x'",
    "deleted": "DELETE FROM commission_annulment",
    "the item alone": "UPDATE commission_agendaitem SET state = 'pending'",
}


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS.keys())
def test_the_database_wants_two_people(cast: Cast, trick: str) -> None:
    vote = closed(cast)
    annulment.propose_annulment(actor=cast.secretary, round_id=vote.pk, reason=WHY)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(trick)


def test_an_annulled_vote_keeps_its_count(cast: Cast) -> None:
    vote = closed(cast)
    annulled(cast, vote)
    for trick in ("state = 'tallied'", "tally = '{}'", "result = 'rejected'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE commission_round SET {trick}")


def test_a_vote_is_annulled_though_a_refusal_was_not_carried_before_it(cast: Cast) -> None:
    """The first vote settled nothing; found by `test_stateful_sittings`."""
    item = opened(cast)
    lost = closed(cast, "AAAAAFF", open_vote(cast, frozen(cast, item, refused=(1, 2))))
    with clock.at(clock.now() + timedelta(minutes=1)):
        vote = closed(cast, vote=open_vote(cast, frozen(cast, item)))
        annulment.propose_annulment(actor=cast.chair, round_id=vote.pk, reason="Не той текст.")
        done = annulment.confirm_annulment(actor=cast.secretary, round_id=vote.pk)
    assert (lost.result, lost.state, done.state) == ("rejected", "tallied", "annulled")
    assert fresh(item).state == "pending"


def test_annulling_a_refusal_not_carried_leaves_the_later_result(cast: Cast) -> None:
    item = opened(cast)
    lost = closed(cast, "AAAAAFF", open_vote(cast, frozen(cast, item, refused=(1, 2))))
    with clock.at(clock.now() + timedelta(minutes=1)):
        closed(cast, vote=open_vote(cast, frozen(cast, item)))
        annulment.propose_annulment(actor=cast.chair, round_id=lost.pk, reason="Не той текст.")
        annulment.confirm_annulment(actor=cast.secretary, round_id=lost.pk)
    assert fresh(item).state == "considered"
    assert CommissionOutcome.objects.filter(application=item.application).exists()
