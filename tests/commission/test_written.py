"""The written procedure: a term, replies, silence, and the way back into a sitting."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from commission.models import Attendance, ItemState, Round, RoundState
from commission.services import closing, rounds, sittings, written
from core.audit.models import Event
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications.models import Deadline
from demo.cast import Cast, build_cast
from licensing.models import CommissionOutcome
from tests import builders, commission_builders
from tests.builders import kyiv
from tests.commission_builders import (
    FAR_AWAY,
    asked_in_writing,
    ballot,
    fresh,
    frozen,
    opened,
    placed,
    rules,
    voted,
    written_vote,
)

ANYTHING = {"notice_days": 3, "not_for": []}


@pytest.fixture
def loose(cast: Cast) -> Cast:
    """The rules let everything go in writing."""
    rules(cast, written=ANYTHING)
    return cast


def close(cast: Cast, vote: Round) -> Round:
    return rounds.close_round(actor=cast.chair, round_id=vote.pk)


def test_every_seat_replies_and_the_case_is_considered(loose: Cast) -> None:
    vote = written_vote(loose)
    voted(loose, vote, "FFFFABB")
    done = close(loose, vote)
    assert (done.state, done.result) == (RoundState.TALLIED, "carried")
    assert builders.fresh(vote.question.item.application).status == "considered"
    assert not Attendance.objects.exists()


def test_the_papers_go_to_every_seat_with_a_day(loose: Cast) -> None:
    vote = written_vote(loose)
    ballot(loose.member_mod, vote)
    owed = Deadline.objects.filter(kind="written_reply")
    assert owed.filter(met_at__isnull=True).count() == 6
    assert set(owed.values_list("due_on", flat=True)) == {clock.kyiv_date(FAR_AWAY)}
    assert vote.closes_at == FAR_AWAY


def test_nobody_counts_before_the_term_while_a_seat_is_silent(loose: Cast) -> None:
    vote = written_vote(loose)
    voted(loose, vote, "FFFFFF-")
    with pytest.raises(Conflict) as refusal:
        close(loose, vote)
    assert refusal.value.code == "term_runs"
    assert written.close_due() == 0
    assert Round.objects.get().state == RoundState.OPEN


@pytest.mark.parametrize(
    "trick",
    [
        "UPDATE commission_round SET state = 'tallied', result = 'carried', tally = '{}', "
        "closed_at = now()",
        "UPDATE commission_round SET closes_at = now()",
        "UPDATE commission_elector SET state = 'absent'",
    ],
)
def test_the_database_awaits_the_replies(loose: Cast, trick: str) -> None:
    voted(loose, written_vote(loose), "FFFFF--")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(trick)


def test_a_late_reply_is_refused_whatever_the_server_believes(loose: Cast) -> None:
    """The application lives in October; the term is over by the clock of the database."""
    with clock.at(kyiv(2026, 10, 1)):
        commission_builders.commission(loose)
        item = asked_in_writing(loose, until=kyiv(2026, 10, 9), certificate=EARLIER)
        vote = written_vote(loose, item)
        with pytest.raises(Conflict) as refusal:
            ballot(loose.member_mod, vote)
        assert refusal.value.code == "round_closed"


EARLIER = builders.CERTIFICATE | {
    "issued_on": kyiv(2026, 9, 1).date(),
    "authenticity_confirmed_on": kyiv(2026, 9, 10).date(),
}


def test_silence_is_not_consent(loose: Cast) -> None:
    """Nobody replied in the term: no quorum, the case waits for a sitting."""
    with clock.at(kyiv(2026, 10, 1)):
        item = asked_in_writing(loose, until=kyiv(2026, 10, 9), certificate=EARLIER)
        vote = written_vote(loose, item)
    assert written.close_due() == 1
    assert written.close_due() == 0
    done = Round.objects.get(pk=vote.pk)
    assert (done.state, done.result, done.closed_by) == ("no_quorum", "no_quorum", None)
    assert fresh(item).state == ItemState.DEFERRED
    assert builders.fresh(item.application).status == "ready"
    assert set(done.electors.values_list("state", flat=True)) == {"absent"}
    assert not Deadline.objects.filter(
        kind="written_reply", met_at__isnull=True, cancelled_at__isnull=True
    ).exists()


@pytest.mark.parametrize(
    ("choices", "state", "status"),
    [
        ("FFFF---", "tallied", "considered"),
        ("FFAA---", "no_result", "ready"),
        ("FAAA---", "tallied", "ready"),
        ("FFF----", "no_quorum", "ready"),
    ],
)
def test_at_its_term_the_replies_are_counted(
    committed_db, owner_connection, choices: str, state: str, status: str
) -> None:
    """The base is every filled seat, present is who replied; a tie or a "no" needs a sitting."""
    cast = build_cast()
    builders.decided(cast)
    vote = written_vote(cast)
    voted(cast, vote, choices)
    with owner_connection.cursor() as cursor:
        cursor.execute("UPDATE commission_round SET closes_at = now() WHERE state = 'open'")
    assert written.close_due() == 1
    done = Round.objects.get(pk=vote.pk)
    assert (done.state, builders.fresh(vote.question.item.application).status) == (state, status)
    assert json.loads(done.tally)["count"]["present"] == len(choices.rstrip("-"))


@pytest.mark.parametrize("who", ["chair", "member_fin"])
def test_the_chair_or_one_member_calls_the_item_in(loose: Cast, who: str) -> None:
    vote = written_vote(loose)
    ballot(loose.member_mod, vote)
    person = getattr(loose, who)
    written.call_in(actor=person, round_id=vote.pk, reason="Потрібне обговорення.")
    done = Round.objects.get(pk=vote.pk)
    item = fresh(vote.question.item)
    assert (done.state, done.result, done.tally) == ("no_result", "", "")
    assert (item.state, builders.fresh(item.application).status) == ("deferred", "ready")
    with pytest.raises(Conflict):
        ballot(loose.member_mfa, vote)
    with pytest.raises(Conflict):
        written.call_in(actor=loose.chair, round_id=vote.pk, reason="Ще раз.")
    assert Event.objects.filter(verb="procedure.called_in").count() == 1
    assert not CommissionOutcome.objects.exists()
    again = opened(loose, placed_again(loose, item))
    assert (
        commission_builders.closed(
            loose, vote=commission_builders.open_vote(loose, frozen(loose, again))
        ).result
        == "carried"
    )


def placed_again(cast: Cast, item):
    return sittings.place_on_agenda(
        actor=cast.secretary,
        sitting_id=commission_builders.convened(cast).pk,
        application_id=item.application_id,
    )


@pytest.mark.parametrize("who", ["officer", "secretary", "head", "auditor", "alternate"])
def test_others_do_not_call_in(loose: Cast, who: str) -> None:
    vote = written_vote(loose)
    with pytest.raises(NotAllowed):
        written.call_in(actor=getattr(loose, who), round_id=vote.pk, reason="Хочу.")


def test_a_call_in_needs_a_reason_and_a_procedure(loose: Cast) -> None:
    vote = written_vote(loose)
    with pytest.raises(InvalidInput):
        written.call_in(actor=loose.chair, round_id=vote.pk, reason=" ")
    met = commission_builders.open_vote(loose)
    with pytest.raises(Conflict):
        written.call_in(actor=loose.chair, round_id=met.pk, reason="Так.")


def test_the_seats_get_their_working_days(loose: Cast) -> None:
    """On Thursday 26.11.2026 three working days end on Tuesday 01.12.2026."""
    assert written.earliest_term(3) == kyiv(2026, 12, 1).date()
    call = {"actor": loose.secretary, "chair": loose.chair, "reason": "Строк."}
    with pytest.raises(InvalidInput) as refusal:
        written.convene_in_writing(replies_until=kyiv(2026, 11, 30, 18), **call)
    assert refusal.value.field == "replies_until"
    assert written.convene_in_writing(replies_until=kyiv(2026, 12, 1, 18), **call).is_written


def test_a_term_shrunk_by_waiting_is_refused_at_the_opening(loose: Cast) -> None:
    item = asked_in_writing(loose, until=kyiv(2026, 12, 1, 18))
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(InvalidInput):
        written_vote(loose, item)


@pytest.mark.parametrize("limit", ["first_destination", "first_goods", "refusal"])
def test_what_the_rules_keep_for_a_sitting(cast: Cast, limit: str) -> None:
    rules(cast, written=ANYTHING | {"not_for": [limit]})
    item = asked_in_writing(cast)
    if limit == "refusal":
        frozen(cast, item, refused=(1, 2))
    with pytest.raises(Conflict) as refusal:
        written_vote(cast, item)
    assert refusal.value.code == "needs_sitting"


def test_known_goods_to_a_known_destination_pass(cast: Cast) -> None:
    builders.decided(cast)
    assert written_vote(cast).state == RoundState.OPEN


def test_rules_without_the_part_know_no_procedure(cast: Cast) -> None:
    pack = json.loads(commission_builders.seats.EXAMPLE_RULES.read_text(encoding="utf-8"))
    del pack["written"]
    pack |= {"version": "2026.3", "valid_from": "2026-02-01"}
    commission_builders.commission(cast)
    commission_builders.seats.adopt_rules(actor=cast.reference_admin, text=json.dumps(pack))
    with pytest.raises(InvalidInput) as refusal:
        asked_in_writing(cast)
    assert refusal.value.code == "not_in_writing"


def test_a_sitting_goes_on_beside_the_procedure(loose: Cast) -> None:
    written_vote(loose)
    assert opened(loose, placed(loose)).sitting.state == "open"


def test_a_conflict_in_writing_closes_the_item(loose: Cast) -> None:
    vote = written_vote(loose)
    rounds.declare_conflict(
        actor=loose.member_mod, item_id=vote.question.item_id, kind="personal", ground="Родич."
    )
    with pytest.raises(Http404):
        ballot(loose.member_mod, vote)


def test_the_protocol_says_who_replied(loose: Cast) -> None:
    vote = written_vote(loose)
    voted(loose, vote, "FFFFAAA")
    close(loose, vote)
    sitting = fresh(vote.question.item).sitting
    protocol = sittings.close_sitting(actor=loose.chair, sitting_id=sitting.pk)
    record = json.loads(protocol.record_text)
    assert record["sitting_kind"] == "Письмове опитування"
    assert {row["state"] for row in record["electors"]} == {"відповіли"}
    assert closing.REPLY not in protocol.record_text
