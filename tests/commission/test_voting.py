"""A vote from opening to outcome, and everybody who may not take part in it."""

import dataclasses
import json

import pytest
from django.http import Http404

from commission import rule_pack
from commission.models import Ballot, ItemState, Round, RoundState, VoteChoice
from commission.services import closing, rounds, seats, sittings
from core.audit.models import Event
from core.base.errors import Conflict, InvalidInput, NotAllowed
from demo.cast import Cast
from licensing.models import CommissionOutcome
from tests import builders, commission_builders
from tests.commission_builders import ballot, closed, fresh, frozen, open_vote, opened, placed


def test_a_majority_recommends_and_the_case_is_considered(cast: Cast) -> None:
    vote = closed(cast, "FFFFABB")
    case = builders.fresh(vote.question.item.application)
    outcome = CommissionOutcome.objects.get(application=case)
    assert (vote.state, vote.result, case.status) == ("tallied", "carried", "considered")
    assert (outcome.outcome, outcome.protocol_ref, outcome.item) == (
        "recommend",
        vote.question.item.sitting.protocol_number,
        1,
    )
    assert fresh(vote.question.item).state == ItemState.CONSIDERED


def test_the_tally_prints_the_numbers(cast: Cast) -> None:
    lines = {
        line["check"]: line["numbers"]
        for line in json.loads(closed(cast, "FFFFABB").tally)["lines"]
    }
    assert lines == {
        "base": "7 − 0 = 7",
        "quorum": "7 × 2 > 7 × 1; 14 > 7",
        "majority": "4 × 2 > 7 × 1; 8 > 7",
        "result": "4 / 1 / 2",
    }


def test_the_deliberation_lets_a_third_party_count_again(cast: Cast) -> None:
    vote = closed(cast, "FFFFABB")
    text = CommissionOutcome.objects.get().text
    record = json.loads(text)
    kept = record["rounds"][0]
    assert len(kept["electors"]) == 7
    assert [b["choice"] for b in kept["ballots"]].count("for") == 4
    assert rule_pack.RulePack.from_json(record["rule_pack"]["text"]).version == "2026.1"
    assert record["question"]["sha256"] == vote.digest
    assert record["papers"]["opinions"][0]["department"] == "mod"


def test_no_majority_is_no_licence(cast: Cast) -> None:
    closed(cast, "FFFAABB")
    outcome = CommissionOutcome.objects.get()
    assert outcome.outcome == "refuse"
    assert {line["advice"] for line in json.loads(outcome.text)["lines"]} == {"refuse"}


def test_a_refusal_that_is_not_carried_settles_nothing(cast: Cast) -> None:
    item = opened(cast)
    vote = closed(cast, "FFAAABB", open_vote(cast, frozen(cast, item, refused=(1, 2))))
    assert (vote.result, fresh(item).state) == ("rejected", ItemState.PENDING)
    again = closed(cast, "FFFFFBB", open_vote(cast, frozen(cast, item)))
    assert again.result == "carried"


def test_the_chair_breaks_a_tie_with_a_reason(cast: Cast) -> None:
    mandates = commission_builders.principals(cast)
    item = opened(cast, present=mandates[:6])
    vote = closed(cast, "FFFAAA", open_vote(cast, frozen(cast, item)))
    assert (vote.state, fresh(item).state) == (RoundState.TIE, ItemState.PENDING)
    with pytest.raises(InvalidInput):
        rounds.give_casting_vote(
            actor=cast.chair, round_id=vote.pk, choice=VoteChoice.FOR, reason=" "
        )
    done = rounds.give_casting_vote(
        actor=cast.chair, round_id=vote.pk, choice=VoteChoice.FOR, reason="Строк спливає."
    )
    assert (done.state, done.result) == ("tallied", "carried")
    with pytest.raises(Conflict):
        rounds.give_casting_vote(
            actor=cast.chair, round_id=vote.pk, choice=VoteChoice.AGAINST, reason="Ще раз."
        )


def test_a_casting_vote_needs_a_tie(cast: Cast) -> None:
    vote = open_vote(cast)
    with pytest.raises(Conflict):
        rounds.give_casting_vote(
            actor=cast.chair, round_id=vote.pk, choice=VoteChoice.FOR, reason="Так."
        )


def test_a_later_ballot_supersedes_and_both_stay(cast: Cast) -> None:
    vote = open_vote(cast)
    ballot(cast.member_mod, vote, "against")
    ballot(cast.member_mod, vote, "for", revision=2)
    done = closed(cast, "F-FFFFF", vote)
    assert json.loads(done.tally)["count"]["votes_for"] == 7
    assert Ballot.objects.filter(round=vote).count() == 8


def test_two_tabs_of_one_member_cast_one_ballot(cast: Cast) -> None:
    vote = open_vote(cast)
    ballot(cast.member_mod, vote, "for")
    with pytest.raises(Conflict) as refusal:
        ballot(cast.member_mod, vote, "against")
    assert refusal.value.code == "voted_already"
    assert Ballot.objects.get(round=vote).choice == "for"


def test_a_pack_may_make_ballots_final(cast: Cast) -> None:
    text = seats.EXAMPLE_RULES.read_text(encoding="utf-8")
    strict = text.replace('"supersede": true', '"supersede": false')
    strict = strict.replace("2026.1", "2026.2").replace("2026-01-01", "2026-02-01")
    seats.adopt_rules(actor=cast.reference_admin, text=strict)
    vote = open_vote(cast)
    ballot(cast.member_mod, vote, "for")
    with pytest.raises(Conflict) as refusal:
        ballot(cast.member_mod, vote, "against", revision=2)
    assert refusal.value.code == "ballot_final"


def test_nothing_is_accepted_after_close(cast: Cast) -> None:
    vote = open_vote(cast)
    closed(cast, "FFFFF--", vote)
    with pytest.raises(Conflict) as refusal:
        ballot(cast.member_sbu, vote, "for")
    assert refusal.value.code == "round_closed"
    with pytest.raises(Conflict):
        rounds.close_round(actor=cast.chair, round_id=vote.pk)


def test_a_ballot_is_for_one_text_only(cast: Cast) -> None:
    vote = open_vote(cast)
    with pytest.raises(Conflict) as refusal:
        ballot(cast.member_mod, vote, "for", digest="0" * 64)
    assert refusal.value.code == "other_text"


@pytest.mark.parametrize("choice", ["against", "abstain"])
def test_against_and_abstaining_need_a_reason(cast: Cast, choice: str) -> None:
    vote = open_vote(cast)
    with pytest.raises(InvalidInput) as refusal:
        ballot(cast.member_mod, vote, choice, reason="  ")
    assert refusal.value.field == "reason"


def test_against_names_a_listed_criterion(cast: Cast) -> None:
    vote = open_vote(cast)
    for criteria in ([], ["9"]):
        with pytest.raises(InvalidInput) as refusal:
            ballot(cast.member_mod, vote, "against", criteria=criteria)
        assert refusal.value.field == "criteria"


@pytest.mark.parametrize(
    "person", ["officer", "secretary", "head", "auditor", "customs", "preparer", "alternate"]
)
def test_nobody_without_the_acting_mandate_votes(cast: Cast, person: str) -> None:
    vote = open_vote(cast)
    with pytest.raises(NotAllowed):
        ballot(getattr(cast, person), vote, "for")


@pytest.mark.parametrize("person", ["officer", "secretary", "head", "member_mod", "auditor"])
def test_only_the_chair_opens_and_closes(cast: Cast, person: str) -> None:
    question = frozen(cast)
    with pytest.raises(NotAllowed):
        rounds.open_round(actor=getattr(cast, person), question_id=question.pk)
    vote = open_vote(cast, question)
    with pytest.raises(NotAllowed):
        rounds.close_round(actor=getattr(cast, person), round_id=vote.pk)


def test_a_revoked_mandate_votes_no_more(cast: Cast) -> None:
    vote = open_vote(cast)
    mandate = next(m for m in commission_builders.principals(cast) if m.person == cast.member_fin)
    seats.revoke(actor=cast.reference_admin, mandate_id=mandate.pk, note="Лист № 61")
    with pytest.raises(NotAllowed):
        ballot(cast.member_fin, vote, "for")


def test_a_personal_conflict_brings_the_alternate(cast: Cast) -> None:
    mandates = commission_builders.commission(cast)
    item = opened(cast, present=mandates)
    rounds.declare_conflict(
        actor=cast.member_mod, item_id=item.pk, kind="personal", ground="Родинний зв'язок."
    )
    vote = open_vote(cast, frozen(cast, item))
    with pytest.raises(Http404):
        ballot(cast.member_mod, vote, "for")
    ballot(cast.alternate, vote, "for")
    done = closed(cast, "F-FFF--", vote)
    assert json.loads(done.tally)["count"] == {
        "seats": 7, "recused": 0, "base": 7, "present": 7,
        "votes_for": 5, "votes_against": 0, "votes_abstain": 0,
    }  # fmt: skip


def test_a_personal_conflict_without_alternate_keeps_the_base(cast: Cast) -> None:
    item = opened(cast)
    rounds.declare_conflict(
        actor=cast.member_fin, item_id=item.pk, kind="personal", ground="Володіє акціями."
    )
    done = closed(cast, "FFFF-FF", open_vote(cast, frozen(cast, item)))
    count = json.loads(done.tally)["count"]
    assert (count["base"], count["present"]) == (7, 6)


def test_a_conflict_of_the_department_leaves_the_base(cast: Cast) -> None:
    item = opened(cast, present=commission_builders.commission(cast))
    rounds.declare_conflict(
        actor=cast.member_mod, item_id=item.pk, kind="institutional", ground="Володіє часткою."
    )
    vote = open_vote(cast, frozen(cast, item))
    with pytest.raises(Http404):
        ballot(cast.alternate, vote, "for")
    done = closed(cast, "F-FFFFF", vote)
    line = json.loads(done.tally)["lines"][0]
    assert line["numbers"] == "7 − 1 = 6"


def test_a_conflict_during_the_vote_takes_the_ballot_away(cast: Cast) -> None:
    vote = open_vote(cast)
    ballot(cast.member_sbu, vote, "for")
    item = vote.question.item
    rounds.declare_conflict(
        actor=cast.member_sbu, item_id=item.pk, kind="personal", ground="Дізнався щойно."
    )
    done = closed(cast, "FFFFFF-", vote)
    count = json.loads(done.tally)["count"]
    assert (count["votes_for"], count["present"]) == (6, 6)
    assert Ballot.objects.filter(round=vote).count() == 7


def test_a_conflict_is_declared_once_with_its_ground(cast: Cast) -> None:
    item = opened(cast)
    fields = {"actor": cast.member_fin, "item_id": item.pk, "kind": "personal"}
    with pytest.raises(InvalidInput):
        rounds.declare_conflict(**fields, ground=" ")
    rounds.declare_conflict(**fields, ground="Так.")
    with pytest.raises(Conflict):
        rounds.declare_conflict(**fields, ground="Так.")
    with pytest.raises(NotAllowed):
        rounds.declare_conflict(**fields | {"actor": cast.officer}, ground="Так.")


def test_a_chair_in_conflict_does_not_preside(cast: Cast) -> None:
    item = opened(cast)
    question = frozen(cast, item)
    rounds.declare_conflict(
        actor=cast.chair, item_id=item.pk, kind="personal", ground="Родич у фірмі."
    )
    with pytest.raises(NotAllowed):
        rounds.open_round(actor=cast.chair, question_id=question.pk)


def test_without_quorum_no_vote_opens(cast: Cast) -> None:
    item = opened(cast, present=commission_builders.principals(cast)[:3])
    with pytest.raises(Conflict) as refusal:
        open_vote(cast, frozen(cast, item))
    assert "3 × 2 < 7 × 1; 6 < 7" in refusal.value.message


def test_quorum_lost_during_the_vote_decides_nothing(cast: Cast) -> None:
    vote = open_vote(cast)
    ballot(cast.member_mod, vote, "for")
    sitting = vote.question.item.sitting
    stay = commission_builders.principals(cast)[:2]
    sittings.record_attendance(
        actor=cast.secretary, sitting_id=sitting.pk, present=[m.pk for m in stay]
    )
    done = rounds.close_round(actor=cast.chair, round_id=vote.pk)
    assert (done.state, fresh(vote.question.item).state) == ("no_quorum", ItemState.PENDING)
    assert Ballot.objects.filter(round=vote).count() == 1


def test_a_newer_text_must_be_voted_on(cast: Cast) -> None:
    item = opened(cast)
    older = frozen(cast, item)
    frozen(cast, item, refused=(2,))
    with pytest.raises(Conflict) as refusal:
        rounds.open_round(actor=cast.chair, question_id=older.pk)
    assert refusal.value.code == "question_replaced"


def test_the_counts_must_agree_before_anything_is_closed(cast: Cast, monkeypatch) -> None:
    vote = open_vote(cast)
    ballot(cast.member_mod, vote, "for")
    honest = closing.count(vote)
    one_more = dataclasses.replace(honest.count, votes_for=2)
    wrong = dataclasses.replace(honest, count=one_more)
    monkeypatch.setattr(closing, "count", lambda vote: wrong)
    with pytest.raises(closing.CountsDiffer):
        rounds.close_round(actor=cast.chair, round_id=vote.pk)
    assert Round.objects.get(pk=vote.pk).state == RoundState.OPEN


def test_the_log_carries_a_commitment_and_no_choice(cast: Cast) -> None:
    vote = open_vote(cast)
    paper = ballot(cast.member_mod, vote, "against")
    event = Event.objects.get(verb="ballot.cast")
    assert paper.commitment in event.body
    assert "against" not in event.body
    assert commission_builders.REASON not in event.body


def test_every_act_of_a_vote_is_one_event(cast: Cast) -> None:
    vote = closed(cast, "FFFFFFF")
    verbs = list(
        Event.objects.filter(subject=f"sitting:{vote.question.item.sitting_id}")
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert verbs == [
        "sitting.convened",
        "item.placed",
        "sitting.opened",
        "attendance.recorded",
        "question.frozen",
        "round.opened",
        *["ballot.cast"] * 7,
        "round.closed",
    ]


def test_a_withdrawn_case_is_not_voted_on(cast: Cast) -> None:
    item = opened(cast, placed(cast))
    question = frozen(cast, item)
    builders.case.withdraw(
        actor=cast.signatory,
        application_id=item.application_id,
        version=builders.version(item.application_id),
    )
    with pytest.raises(Conflict):
        rounds.open_round(actor=cast.chair, question_id=question.pk)
