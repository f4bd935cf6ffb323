"""Bad input and attack, one line of the issue after the other; races are in `test_race.py`.

Direct SQL is in `test_wall.py`, a late reply against a wrong server clock in `test_written.py`.
"""

import json

import pytest
from django.test import Client

from commission.models import Ballot, ElectorState, Mandate, Round
from commission.services import annulment, rounds, seats, sittings
from core.accounts.models import User
from core.accounts.services import deactivate_user
from core.base import clock
from core.base.errors import Conflict, NotAllowed
from demo.cast import Cast
from tests import commission_builders
from tests.builders import kyiv
from tests.commission.test_pages import as_, url
from tests.commission.test_wall import INSERT, mandate_of, paper, refused
from tests.commission_builders import ballot, closed, frozen, open_vote, opened


def form_of(vote: Round, **changes: object) -> dict[str, object]:
    """Return what the page of a vote would send."""
    fields = {"round": vote.pk, "digest": vote.digest, "revision": 1, "choice": "for", "reason": ""}
    return {**fields, **changes}


def send(person: User | Client, vote: Round, form: dict[str, object]) -> int:
    client = person if isinstance(person, Client) else as_(person)
    return client.post(url("cast", vote.question.item), form).status_code


def revoke(cast: Cast, *keys: str) -> None:
    for key in keys:
        mandate = mandate_of(cast, key)
        seats.revoke(actor=cast.reference_admin, mandate_id=mandate.pk, note="Лист № 61")


def count_of(vote: Round) -> dict[str, int]:
    found: dict[str, int] = json.loads(Round.objects.get(pk=vote.pk).tally)["count"]
    return found


def test_a_mandate_that_ends_during_the_vote_leaves_its_seat_absent(cast: Cast) -> None:
    vote = open_vote(cast)
    revoke(cast, "member_fin")
    with pytest.raises(NotAllowed):
        ballot(cast.member_fin, vote)
    elector = vote.electors.get(mandate__person=cast.member_fin)
    assert (elector.state, bool(elector.reason)) == (ElectorState.ABSENT, True)
    sitting = vote.question.item.sitting
    assert not sitting.attendances.filter(
        mandate__person=cast.member_fin, left_at__isnull=True
    ).exists()
    closed(cast, "FFFF-FF", vote)
    assert (count_of(vote)["base"], count_of(vote)["present"]) == (7, 6)


def test_a_ballot_cast_before_the_mandate_ended_is_counted(cast: Cast) -> None:
    vote = open_vote(cast)
    ballot(cast.member_fin, vote)
    revoke(cast, "member_fin")
    with pytest.raises(NotAllowed):
        ballot(cast.member_fin, vote, "against", revision=2)
    closed(cast, "FFFF-FF", vote)
    assert count_of(vote)["votes_for"] == 7


def test_quorum_is_counted_again_when_mandates_end_during_the_vote(cast: Cast) -> None:
    vote = open_vote(cast)
    revoke(cast, "member_fin", "member_just", "member_sbu", "member_econ")
    assert closed(cast, "FFF----", vote).state == "no_quorum"


def test_a_member_removed_in_mid_vote_is_gone(cast: Cast) -> None:
    vote = open_vote(cast)
    client = as_(cast.member_econ)
    deactivate_user(actor=cast.system_admin, user=cast.member_econ)
    assert send(client, vote, form_of(vote)) in (302, 403, 404)
    assert not Ballot.objects.exists()
    closed(cast, "FFF-FFF", vote)
    elector = vote.electors.get(mandate__person=cast.member_econ)
    assert elector.state == ElectorState.ABSENT
    assert count_of(vote)["present"] == 6


def test_a_successor_has_no_ballot_in_the_vote_of_the_predecessor(cast: Cast) -> None:
    vote = open_vote(cast)
    seat = mandate_of(cast, "member_mod").seat_id
    revoke(cast, "member_mod", "alternate")
    seats.appoint(
        actor=cast.reference_admin,
        seat_id=seat,
        person=cast.alternate,
        role="principal",
        instrument_number="М-02б/26",
        instrument_date=clock.today(),
        valid_from=clock.today(),
    )
    with pytest.raises(NotAllowed):
        ballot(cast.alternate, vote)
    late = Mandate.objects.get(person=cast.alternate, revoked_at__isnull=True)
    assert refused(INSERT, paper(vote, late)) == "55000"


def test_a_server_clock_that_runs_behind_revives_no_mandate(cast: Cast) -> None:
    """The server believes in January; the clock of the database knows that the mandate is over."""
    vote = open_vote(cast)
    Mandate.objects.filter(person=cast.member_fin).update(valid_until="2026-02-01")
    with clock.at(kyiv(2026, 1, 20)), pytest.raises(Conflict) as refusal:
        ballot(cast.member_fin, vote)
    assert refusal.value.code == "round_closed"
    assert refused(INSERT, paper(vote, mandate_of(cast, "member_fin"))) == "55000"


def test_the_same_form_sent_twice_is_one_ballot(cast: Cast) -> None:
    vote = open_vote(cast)
    assert [send(cast.member_fin, vote, form_of(vote)) for _time in range(3)] == [302, 409, 409]
    assert Ballot.objects.count() == 1


def test_a_replayed_form_does_not_bring_an_earlier_choice_back(cast: Cast) -> None:
    vote = open_vote(cast)
    first = form_of(vote)
    assert send(cast.member_fin, vote, first) == 302
    later = form_of(vote, revision=2, choice="abstain", reason="Передумав.")
    assert send(cast.member_fin, vote, later) == 302
    assert send(cast.member_fin, vote, first) == 409
    assert send(cast.member_fin, vote, later) == 409
    closed(cast, "FFFF-FF", vote)
    assert count_of(vote)["votes_abstain"] == 1


def test_a_form_of_an_annulled_vote_is_no_ballot_in_the_next_one(cast: Cast) -> None:
    """Both votes are on the same text, so its digest alone would let the old form through."""
    before = closed(cast, "FFFF---")
    annulment.propose_annulment(
        actor=cast.secretary, round_id=before.pk, reason="Двоє не отримали бюлетенів."
    )
    annulment.confirm_annulment(actor=cast.chair, round_id=before.pk)
    after = open_vote(cast, before.question)
    assert (after.digest, after.pk != before.pk) == (before.digest, True)
    assert send(cast.member_fin, after, form_of(before)) == 409
    assert not Ballot.objects.filter(round=after).exists()
    assert send(cast.member_fin, after, form_of(after)) == 302


def test_a_form_without_its_vote_or_with_another_text_is_refused(cast: Cast) -> None:
    item = opened(cast)
    vote = open_vote(cast, frozen(cast, item))
    assert send(cast.member_fin, vote, form_of(vote, digest="0" * 64)) == 409
    assert send(cast.member_fin, vote, form_of(vote, round="none")) == 422
    assert send(cast.member_fin, vote, form_of(vote, round=cast.chair.pk)) == 404
    assert send(cast.member_fin, vote, form_of(vote, revision=7)) == 409
    assert send(cast.member_fin, vote, form_of(vote, choice="maybe")) == 422
    assert not Ballot.objects.exists()


def test_another_person_cannot_send_the_form_of_a_member(cast: Cast) -> None:
    vote = open_vote(cast)
    assert send(cast.secretary, vote, form_of(vote)) == 403
    assert send(cast.alternate, vote, form_of(vote)) == 403
    assert send(cast.preparer, vote, form_of(vote)) == 404
    assert not Ballot.objects.exists()


def test_a_conflict_goes_along_when_the_case_comes_back(cast: Cast) -> None:
    """The relative at the applicant is still there at the next sitting."""
    item = opened(cast)
    rounds.declare_conflict(
        actor=cast.member_fin, item_id=item.pk, kind="personal", ground="Родич у фірмі."
    )
    sittings.defer_item(actor=cast.secretary, item_id=item.pk, reason="Бракує листа.")
    sittings.close_sitting(actor=cast.chair, sitting_id=item.sitting_id)
    again = sittings.place_on_agenda(
        actor=cast.secretary,
        sitting_id=commission_builders.convened(cast).pk,
        application_id=item.application_id,
    )
    assert as_(cast.member_fin).get(url("item", again)).status_code == 404
    vote = open_vote(cast, frozen(cast, opened(cast, again)))
    elector = vote.electors.get(mandate__person=cast.member_fin)
    assert elector.state == ElectorState.STOOD_ASIDE
    closed(cast, "FFFF-FF", vote)
    sittings.close_sitting(actor=cast.chair, sitting_id=again.sitting_id)
    draft = again.sitting.versions.get().record_text
    assert item.sitting.number in json.loads(draft)["items"][0]["recusals"][0]["text"]
