"""The database by itself: raw SQL as the application's own role, past every service."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from commission.models import Ballot, Mandate, Round
from commission.services import rounds
from core.base.canonical import digest
from demo.cast import Cast
from tests import commission_builders
from tests.commission_builders import ballot, closed, frozen, open_vote, opened

INSERT = """
    INSERT INTO commission_ballot (id, created_at, round_id, seat_id, revision, digest, choice,
        reason, criteria, mandate_id, cast_by_id, cast_at, salt, commitment)
    VALUES (gen_random_uuid(), now(), %(round)s, %(seat)s, %(revision)s, %(digest)s, 'for',
        '', '{}', %(mandate)s, %(person)s, now(), 'salt', 'none')
"""


def refused(sql: str, values: Any = None) -> str:
    """Run as the runtime role inside a savepoint; return the SQLSTATE of the refusal."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        run(sql, values)
    return str(caught.value.__cause__.pgcode)  # type: ignore[union-attr]


def run(sql: str, values: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def paper(vote: Round, held: Mandate, **other: Any) -> dict[str, Any]:
    return {
        "round": vote.pk,
        "seat": held.seat_id,
        "revision": 1,
        "digest": vote.digest,
        "mandate": held.pk,
        "person": held.person_id,
    } | other


def mandate_of(cast: Cast, key: str) -> Mandate:
    person = getattr(cast, key)
    return next(m for m in commission_builders.commission(cast) if m.person == person)


def test_a_good_ballot_passes_so_the_refusals_below_mean_something(cast: Cast) -> None:
    vote = open_vote(cast)
    run(INSERT, paper(vote, mandate_of(cast, "member_mod")))
    assert Ballot.objects.filter(round=vote).count() == 1


def test_the_round_must_be_open(cast: Cast) -> None:
    vote = closed(cast, "F-FFFFF")
    assert refused(INSERT, paper(vote, mandate_of(cast, "member_mod"))) == "55000"


def test_a_second_paper_must_be_the_next_revision(cast: Cast) -> None:
    vote = open_vote(cast)
    ballot(cast.member_mod, vote)
    mandate = mandate_of(cast, "member_mod")
    assert refused(INSERT, paper(vote, mandate)) == "23505"
    assert refused(INSERT, paper(vote, mandate, revision=3)) == "23505"


def test_another_text_another_person_another_mandate(cast: Cast) -> None:
    vote = open_vote(cast)
    mandate = mandate_of(cast, "member_mod")
    other = mandate_of(cast, "alternate")
    assert refused(INSERT, paper(vote, mandate, digest=digest("x"))) == "23503"
    assert refused(INSERT, paper(vote, mandate, person=cast.member_mfa.pk)) == "55000"
    assert refused(INSERT, paper(vote, mandate, mandate=other.pk)) == "55000"
    assert refused(INSERT, paper(vote, other)) == "55000"


def test_a_recused_person_has_no_ballot(cast: Cast) -> None:
    vote = open_vote(cast)
    rounds.declare_conflict(
        actor=cast.member_mod, item_id=vote.question.item_id, kind="personal", ground="Так."
    )
    assert refused(INSERT, paper(vote, mandate_of(cast, "member_mod"))) == "55000"


def test_switching_triggers_off_by_a_setting_does_not_help(cast: Cast) -> None:
    vote = closed(cast, "F-FFFFF")
    run("SELECT set_config('pgtrigger.ignore', '{pgtrigger_cast_while_open_9c1ad}', true)")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'commission_ballot'::regclass"
        )
        names = [name for (name,) in cursor.fetchall()]
    run("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(names) + "}"])
    assert refused(INSERT, paper(vote, mandate_of(cast, "member_mod"))) == "55000"


WRITTEN_ONCE = (
    "ballot", "castingvote", "question", "recusal", "opinion", "finding", "condition", "rulepack",
    "protocol",
)  # fmt: skip


@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_record_cannot_be_changed_by_the_application_role(db, act: str) -> None:
    answers = {table: refused(act.format(f"commission_{table}")) for table in WRITTEN_ONCE}
    assert set(answers.values()) == {"42501"}, answers


KEPT: dict[str, str] = {
    "a round is not deleted": "DELETE FROM commission_round",
    "a counted round stays": "UPDATE commission_round SET tally = '{}'",
    "a counted round does not reopen": "UPDATE commission_round SET state = 'open'",
    "electors do not come back": "UPDATE commission_elector SET state = 'entitled'",
    "electors leave only an open round": "UPDATE commission_elector SET state = 'absent'",
    "electors are not deleted": "DELETE FROM commission_elector",
    "papers stay frozen": "UPDATE commission_agendaitem SET papers = '{}'",
    "a settled item stays": "UPDATE commission_agendaitem SET state = 'pending'",
    "an item is not deleted": "DELETE FROM commission_agendaitem",
    "a sitting is not deleted": "DELETE FROM commission_sitting",
    "a sitting does not go back": "UPDATE commission_sitting SET state = 'planned'",
    "a mandate is revoked, not deleted": "DELETE FROM commission_mandate",
}


@pytest.mark.parametrize("act", KEPT.values(), ids=KEPT.keys())
def test_what_was_settled_stays(cast: Cast, act: str) -> None:
    closed(cast, "FFFFFAB")
    assert refused(act)


def test_the_roll_is_frozen_at_the_opening(cast: Cast) -> None:
    vote = open_vote(cast)
    late = """
        INSERT INTO commission_elector
            (id, created_at, round_id, seat_id, mandate_id, state, reason)
        SELECT gen_random_uuid(), now(), %s, seat_id, id, 'entitled', '' FROM commission_mandate
        WHERE id = %s
    """
    assert refused(late, [vote.pk, mandate_of(cast, "alternate").pk]) == "55000"


def test_a_round_for_another_text_cannot_be_opened(cast: Cast) -> None:
    question = frozen(cast)
    forged = """
        INSERT INTO commission_round (id, created_at, question_id, digest, rule_pack_id, supersede,
            seats, state, opened_by_id, opened_at, result, tally, note)
        SELECT gen_random_uuid(), now(), q.id, %s, p.id, true, 7, %s, q.frozen_by_id,
            now(), '', '', ''
        FROM commission_question q, commission_rulepack p WHERE q.id = %s
    """
    assert refused(forged, ["0" * 64, "open", question.pk]) == "23503"
    assert refused(forged, [question.sha256, "tallied", question.pk]) == "55000"


def test_one_live_round_a_question(cast: Cast) -> None:
    vote = open_vote(cast)
    again = """
        INSERT INTO commission_round (id, created_at, question_id, digest, rule_pack_id, supersede,
            seats, state, opened_by_id, opened_at, result, tally, note)
        SELECT gen_random_uuid(), now(), question_id, digest, rule_pack_id, supersede, seats,
            'open', opened_by_id, now(), '', '', '' FROM commission_round WHERE id = %s
    """
    assert refused(again, [vote.pk]) == "23505"


MANDATE = """
    INSERT INTO commission_mandate (id, created_at, seat_id, person_id, role, instrument_number,
        instrument_date, valid_from, revocation_note)
    SELECT gen_random_uuid(), now(), %s, %s, %s, 'X', '2026-01-12', '2026-03-01', ''
"""


def test_mandates_exclude_each_other_by_dates(cast: Cast) -> None:
    fin, sbu = mandate_of(cast, "member_fin"), mandate_of(cast, "member_sbu")
    two_principals = [fin.seat_id, cast.second_officer.pk, "principal"]
    two_seats = [fin.seat_id, sbu.person_id, "alternate"]
    assert refused(MANDATE, two_principals) == "23P01"
    assert refused(MANDATE, two_seats) == "23P01"
    run(MANDATE, [fin.seat_id, cast.second_officer.pk, "alternate"])


def test_a_casting_vote_waits_for_a_tie(cast: Cast) -> None:
    vote = open_vote(cast)
    casting = """
        INSERT INTO commission_castingvote (id, created_at, round_id, choice, reason, cast_by_id,
            cast_at) VALUES (gen_random_uuid(), now(), %s, 'for', 'x', %s, now())
    """
    assert refused(casting, [vote.pk, cast.chair.pk]) == "55000"


def test_one_sitting_at_a_time(cast: Cast) -> None:
    opened(cast)
    second = commission_builders.convened(cast)
    assert (
        refused(
            "UPDATE commission_sitting SET state = 'open', opened_at = now() WHERE id = %s",
            [second.pk],
        )
        == "23505"
    )
