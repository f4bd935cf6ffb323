"""The separate opinion: who may file it, until when, and where it appears."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from commission.models import Dissent, Round
from commission.services import dissent, sittings
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from demo.cast import Cast
from tests.commission_builders import closed, open_vote

TEXT = "Вважаю ризик перенаправлення доведеним."


def file(person, vote: Round, text: str = TEXT) -> Dissent:
    return dissent.file_dissent(actor=person, round_id=vote.pk, text=text)


def test_a_dissent_stands_in_the_protocol_word_for_word(cast: Cast) -> None:
    vote = closed(cast, "FFFFAB-")
    filed = [file(person, vote) for person in (cast.seat_holders[k] for k in minority(cast))]
    sitting = vote.question.item.sitting
    protocol = sittings.close_sitting(actor=cast.chair, sitting_id=sitting.pk)
    [item] = json.loads(protocol.record_text)["items"]
    assert [row["text"] for row in item["dissents"]] == [TEXT] * 3
    assert filed[0].sha256[:16] in item["dissents"][0]["signature"]


def minority(cast: Cast) -> list[str]:
    """Return against, abstained and silent: the last three seats."""
    return list(cast.seat_holders)[4:]


@pytest.mark.parametrize(("choices", "place"), [("FFFFABB", 0), ("AAAAFBB", 0)])
def test_who_voted_with_the_result_has_no_dissent(cast: Cast, choices: str, place: int) -> None:
    vote = closed(cast, choices)
    with pytest.raises(Conflict):
        file(list(cast.seat_holders.values())[place], vote)


def test_once_with_words_and_in_time(cast: Cast) -> None:
    """Closed on Thursday: three working days end on Tuesday, the fifth day."""
    vote = closed(cast, "FFFFAAB")
    against, other, *_rest = list(cast.seat_holders.values())[4:]
    with pytest.raises(InvalidInput):
        file(against, vote, "  ")
    file(against, vote)
    with pytest.raises(Conflict):
        file(against, vote)
    with clock.at(clock.now() + timedelta(days=6)), pytest.raises(Conflict):
        file(other, vote)
    with clock.at(clock.now() + timedelta(days=5)):
        file(other, vote)


@pytest.mark.parametrize("who", ["officer", "secretary", "head", "auditor", "alternate"])
def test_only_an_elector_dissents(cast: Cast, who: str) -> None:
    vote = closed(cast, "FFFFAAB")
    with pytest.raises(NotAllowed):
        file(getattr(cast, who), vote)


def test_an_open_vote_has_nothing_to_dissent_from(cast: Cast) -> None:
    vote = open_vote(cast)
    with pytest.raises(Conflict):
        file(cast.member_mod, vote)


def test_the_database_refuses_a_dissent_from_the_own_result(cast: Cast) -> None:
    vote = closed(cast, "FFFFAAB")
    own = """
        INSERT INTO commission_dissent (id, created_at, round_id, seat_id, person_id, text, sha256,
            filed_at)
        SELECT gen_random_uuid(), now(), e.round_id, e.seat_id, m.person_id, 'x', 'x', now()
        FROM commission_elector e JOIN commission_mandate m ON m.id = e.mandate_id
        JOIN commission_seat s ON s.id = e.seat_id WHERE e.round_id = %s AND s.number = %s
    """
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(own, [vote.pk, 1])
    with connection.cursor() as cursor:
        cursor.execute(own, [vote.pk, 5])
    for trick in ("UPDATE commission_dissent SET text = 'y'", "DELETE FROM commission_dissent"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(trick)
