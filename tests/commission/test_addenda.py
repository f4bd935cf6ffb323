"""A signed protocol is corrected by a linked paper of the same two people, never by an edit."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test import Client

from commission.models import Addendum, Protocol, Sitting
from commission.services import addenda, rounds, sittings
from core.audit.models import Event
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.documents.models import IssuedDocument
from core.notifications.models import Message, Outbox
from demo.cast import Cast
from tests.commission_builders import (
    closed,
    frozen,
    open_vote,
    opened,
    principals,
    protocolled,
    signed_protocol,
)

TEXT = "Замість «Лелека» читати «Лелеченко»."
REASON = "Описка в прізвищі доповідача."


def proposed(cast: Cast, protocol: Protocol | None = None, **fields) -> Addendum:
    protocol = protocol or protocolled(cast)
    return addenda.propose_addendum(
        **{
            "actor": cast.secretary,
            "sitting_id": protocol.sitting_id,
            "text": TEXT,
            "reason": REASON,
            **fields,
        }
    )


def signed(cast: Cast, protocol: Protocol | None = None, **fields) -> Addendum:
    addendum = proposed(cast, protocol, **fields)
    return addenda.sign_addendum(actor=cast.chair, addendum_id=addendum.pk)


def test_two_sign_and_the_protocol_stays(cast: Cast) -> None:
    protocol = protocolled(cast)
    before = (protocol.record_text, protocol.sha256)
    addendum = signed(cast, protocol, position=1)
    assert addendum.number == f"{protocol.number}/D1"
    record = json.loads(addendum.record_text)
    assert record["protocol_sha256"] == protocol.sha256
    assert (record["item"], record["text"], record["reason"]) == (1, TEXT, REASON)
    assert all(row["signed_on"] for row in record["signatories"])
    again = Protocol.objects.get(pk=protocol.pk)
    assert (again.record_text, again.sha256) == before
    verbs = Event.objects.filter(verb__startswith="addendum.").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["addendum.proposed", "addendum.signed"]
    assert Message.objects.filter(kind="addendum.to_sign", recipient=cast.chair).count() == 1
    assert Outbox.objects.filter(task="commission.issue_addendum").count() == 1


def test_the_paper_is_sealed_once_and_lies_in_the_file(cast: Cast) -> None:
    addendum = signed(cast, position=1)
    first, second = (addenda.issue_addendum(addendum_id=addendum.pk) for _ in range(2))
    assert first == second
    assert first.subject == f"case:{addendum.item.application_id}"
    assert Message.objects.filter(kind="addendum.ready", recipient=cast.chair).count() == 1


def test_one_of_the_sitting_as_a_whole_is_in_no_case(cast: Cast) -> None:
    addendum = signed(cast)
    document = addenda.issue_addendum(addendum_id=addendum.pk)
    assert document.subject == f"sitting:{addendum.protocol.sitting_id}"


def test_a_declined_one_takes_no_number(cast: Cast) -> None:
    protocol = protocolled(cast)
    first = proposed(cast, protocol)
    with pytest.raises(InvalidInput):
        addenda.decline_addendum(actor=cast.chair, addendum_id=first.pk, reason=" ")
    addenda.decline_addendum(actor=cast.chair, addendum_id=first.pk, reason="Прізвище вірне.")
    assert Message.objects.filter(kind="addendum.declined", recipient=cast.secretary).exists()
    with pytest.raises(Conflict):
        addenda.sign_addendum(actor=cast.chair, addendum_id=first.pk)
    numbers = [signed(cast, protocol).number for _ in range(2)]
    assert numbers == [f"{protocol.number}/D1", f"{protocol.number}/D2"]


def test_who_proposed_does_not_sign_for_the_other(cast: Cast) -> None:
    addendum = proposed(cast)
    with pytest.raises(Conflict):
        addenda.sign_addendum(actor=cast.secretary, addendum_id=addendum.pk)
    for person in (cast.member_mod, cast.head):
        with pytest.raises(NotAllowed):
            addenda.sign_addendum(actor=person, addendum_id=addendum.pk)


@pytest.mark.parametrize("who", ["member_mod", "officer", "head", "auditor", "preparer"])
def test_nobody_else_proposes(cast: Cast, who: str) -> None:
    protocol = protocolled(cast)
    with pytest.raises(NotAllowed):
        proposed(cast, protocol, actor=getattr(cast, who))


def test_bad_input_is_refused_in_words(cast: Cast) -> None:
    protocol = protocolled(cast)
    for fields, code in (
        ({"text": " "}, "text_missing"),
        ({"reason": ""}, "reason_missing"),
        ({"position": 9}, "item_unknown"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            proposed(cast, protocol, **fields)
        assert refusal.value.code == code
    proposed(cast, protocol)
    with pytest.raises(Conflict) as twice:
        proposed(cast, protocol)
    assert twice.value.code == "addendum_waits"


def test_a_protocol_that_is_not_signed_is_corrected_otherwise(cast: Cast) -> None:
    sitting = closed(cast).question.item.sitting
    sittings.close_sitting(actor=cast.chair, sitting_id=sitting.pk)
    with pytest.raises(Conflict):
        addenda.propose_addendum(
            actor=cast.secretary, sitting_id=sitting.pk, text=TEXT, reason=REASON
        )


ATTACKS = {
    "another text": "UPDATE commission_addendum SET text = 'Інше.'",
    "gone": "DELETE FROM commission_addendum",
    "answered again": "UPDATE commission_addendum SET is_signed = false, refusal = 'Ні.'",
    "of others": """
        INSERT INTO commission_addendum
            (id, created_at, protocol_id, text, reason, proposed_by_id, proposed_at, refusal,
             record_text, sha256)
        SELECT gen_random_uuid(), now(), p.id, 'Т', 'П', u.id, now(), '', '', ''
        FROM commission_protocol p JOIN commission_sitting s ON s.id = p.sitting_id
        JOIN accounts_user u ON u.id NOT IN (s.chair_id, s.secretary_id) LIMIT 1""",
    "signed by its own author": """
        INSERT INTO commission_addendum
            (id, created_at, protocol_id, text, reason, proposed_by_id, proposed_at, refusal,
             record_text, sha256, is_signed, answered_by_id, answered_at, ordinal, number)
        SELECT gen_random_uuid(), now(), p.id, 'Т', 'П', s.chair_id, now(), '', '{}',
            repeat('0', 64), true, s.chair_id, now(), 2, p.number || '/D2'
        FROM commission_protocol p JOIN commission_sitting s ON s.id = p.sitting_id""",
}


@pytest.mark.parametrize("sql", ATTACKS.values(), ids=ATTACKS.keys())
def test_the_database_keeps_it(cast: Cast, sql: str) -> None:
    signed(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount, "the attack touched nothing"


def test_the_recused_see_neither_page_nor_paper(cast: Cast, client: Client) -> None:
    item = opened(cast, present=principals(cast))
    rounds.declare_conflict(
        actor=cast.member_fin, item_id=item.pk, kind="personal", ground="Володіє акціями."
    )
    closed(cast, "FFFF-FF", open_vote(cast, frozen(cast, item)))
    sittings.close_sitting(actor=cast.chair, sitting_id=item.sitting_id)
    protocol = signed_protocol(cast, Sitting.objects.get(pk=item.sitting_id))
    addendum = signed(cast, protocol, position=item.position)
    addenda.issue_addendum(addendum_id=addendum.pk)
    assert not Message.objects.filter(kind="addendum.ready", recipient=cast.member_fin).exists()
    place = f"/sittings/{item.sitting.number}"
    client.force_login(cast.member_fin)
    for path in (f"{place}/protocol/", f"{place}/addenda/{addendum.pk}.pdf"):
        assert client.get(path).status_code == 404
    client.force_login(cast.member_mod)
    assert client.get(f"{place}/addenda/{addendum.pk}.pdf").status_code == 200


def test_the_pages_from_the_proposal_to_the_paper(cast: Cast, client: Client) -> None:
    protocol = protocolled(cast)
    place = f"/sittings/{protocol.sitting.number}"
    client.force_login(cast.secretary)
    assert f"{place}/addenda/propose/" in client.get(f"{place}/protocol/").content.decode()
    empty = client.post(f"{place}/addenda/propose/", {"text": TEXT})
    assert empty.status_code == 422
    assert TEXT in empty.content.decode()
    body = {"text": TEXT, "reason": REASON, "position": "1"}
    assert client.post(f"{place}/addenda/propose/", body).status_code == 302
    replayed = client.post(f"{place}/addenda/propose/", body)
    assert replayed.status_code in (409, 422)
    addendum = Addendum.objects.get()
    client.force_login(cast.chair)
    page = client.get(f"{place}/protocol/").content.decode()
    assert f"{place}/addenda/{addendum.pk}/sign/" in page
    assert client.post(f"{place}/addenda/{addendum.pk}/decline/", {"reason": ""}).status_code == 422
    assert client.post(f"{place}/addenda/{addendum.pk}/sign/").status_code == 302
    assert client.post(f"{place}/addenda/{addendum.pk}/sign/").status_code in (403, 409)
    assert client.get(f"{place}/addenda/{addendum.pk}.pdf").status_code == 404
    addenda.issue_addendum(addendum_id=addendum.pk)
    assert f"{place}/addenda/{addendum.pk}.pdf" in client.get(f"{place}/protocol/").content.decode()
    client.force_login(cast.officer)
    file = f"/cases/{addendum.item.application.number}/opinions/"
    assert f"/addenda/{addendum.pk}.pdf" in client.get(file).content.decode()
    assert IssuedDocument.objects.filter(kind="addendum").count() == 1


def test_an_unknown_one_is_not_found(cast: Cast) -> None:
    protocol = protocolled(cast)
    with pytest.raises(Http404):
        addenda.sign_addendum(actor=cast.chair, addendum_id=protocol.pk)
