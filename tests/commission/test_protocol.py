"""The protocol from the draft to two signatures, and the extract of each case."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from commission.models import AgendaItem, Extract, Protocol, Sitting, Statement
from commission.selectors.protocol_page import protocol_page
from commission.services import protocols, rounds, sittings, statements
from core.audit.models import Event
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications.models import Message, Outbox
from demo.cast import Cast
from tests.commission_builders import (
    closed,
    convened,
    frozen,
    open_vote,
    opened,
    placed,
    principals,
    protocolled,
    signed_protocol,
)


def drafted(cast: Cast, choices: str = "FFFFFFF") -> Sitting:
    """Return a closed sitting with the first draft of its protocol."""
    sitting = closed(cast, choices).question.item.sitting
    sittings.close_sitting(actor=cast.chair, sitting_id=sitting.pk)
    return Sitting.objects.get(pk=sitting.pk)


def said(cast: Cast, sitting: Sitting, text: str = "Умова потрібна.", **fields) -> Statement:
    return statements.record_statement(
        actor=cast.secretary,
        item_id=sitting.items.get().pk,
        speaker="Мирон Лелека",
        text=text,
        **fields,
    )


def test_the_way_of_a_protocol(cast: Cast) -> None:
    sitting = drafted(cast)
    step = {"sitting_id": sitting.pk}
    protocols.circulate(actor=cast.secretary, **step)
    protocols.comment(actor=cast.member_mod, text="Додайте мій виступ.", **step)
    first = said(cast, sitting, "Я проти.")
    said(cast, sitting, "Умова потрібна.", replaces=first.pk)
    version = protocols.revise(actor=cast.secretary, **step)
    page = protocol_page(cast.chair, Sitting.objects.get(pk=sitting.pk))
    assert [row.line.text for row in page.paragraphs if row.kind != "same"] == [
        "Мирон Лелека: Умова потрібна."
    ]
    assert (version.number, page.changed, len(page.comments)) == (2, 1, 1)
    protocol = signed_protocol(cast, sitting)
    record = json.loads(protocol.record_text)
    assert [row["signed_on"] for row in record["signatories"]] == ["2026-11-26", "2026-11-26"]
    approved = json.loads(version.record_text)
    assert {k: v for k, v in record.items() if k not in ("signatories", "issued_at")} == {
        k: v for k, v in approved.items() if k not in ("signatories", "issued_at")
    }
    verbs = Event.objects.filter(verb__startswith="protocol.").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "protocol.circulated",
        "protocol.commented",
        "protocol.revised",
        "protocol.circulated",
        "protocol.approved",
        "protocol.signed",
        "protocol.signed",
        "protocol.completed",
    ]


def test_nothing_is_promised_before_both_have_signed(cast: Cast) -> None:
    sitting = drafted(cast)
    step = {"sitting_id": sitting.pk}
    protocols.circulate(actor=cast.secretary, **step)
    protocols.approve(actor=cast.chair, **step)
    protocols.sign(actor=cast.secretary, **step)
    with pytest.raises(Conflict):
        protocols.sign(actor=cast.secretary, **step)
    assert not Protocol.objects.exists()
    protocols.sign(actor=cast.chair, **step)
    promised = Outbox.objects.filter(task__startswith="commission.issue")
    assert sorted(promised.values_list("task", flat=True)) == [
        "commission.issue_extract",
        "commission.issue_protocol",
    ]


STEPS = ("circulate", "revise", "approve", "sign")


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("who", ["officer", "head", "member_mod", "auditor"])
def test_others_do_not_move_it(cast: Cast, name: str, who: str) -> None:
    sitting = drafted(cast)
    before = {"circulate": 0, "revise": 0, "approve": 1, "sign": 2}[name]
    for act, person in ((protocols.circulate, "secretary"), (protocols.approve, "chair"))[:before]:
        act(actor=getattr(cast, person), sitting_id=sitting.pk)
    with pytest.raises(NotAllowed):
        getattr(protocols, name)(actor=getattr(cast, who), sitting_id=sitting.pk)


def test_an_approved_text_does_not_change(cast: Cast) -> None:
    sitting = drafted(cast)
    step = {"sitting_id": sitting.pk}
    with pytest.raises(Conflict):
        protocols.approve(actor=cast.chair, **step)
    protocols.circulate(actor=cast.secretary, **step)
    with pytest.raises(Conflict) as refusal:
        protocols.revise(actor=cast.secretary, **step)
    assert refusal.value.code == "nothing_changed"
    protocols.approve(actor=cast.chair, **step)
    for act in (
        lambda: said(cast, sitting),
        lambda: protocols.revise(actor=cast.secretary, **step),
        lambda: protocols.comment(actor=cast.member_mod, text="Пізно.", **step),
    ):
        with pytest.raises(Conflict):
            act()


FORGED = {
    "a protocol without signatures": """
        INSERT INTO commission_protocol (id, created_at, sitting_id, number, record_text, sha256)
        SELECT gen_random_uuid(), now(), id, 'DJ-2026-99999', '{}', 'x' FROM commission_sitting""",
    "a signature under a draft": """
        INSERT INTO commission_protocolsignature (id, created_at, version_id, office, person_id, at)
        SELECT gen_random_uuid(), now(), v.id, 'chair', s.chair_id, now()
        FROM commission_protocolversion v JOIN commission_sitting s ON s.id = v.sitting_id""",
    "straight to approved": "UPDATE commission_sitting SET protocol_state = 'approved'",
    "another text": "UPDATE commission_protocolversion SET record_text = '{}'",
}


@pytest.mark.parametrize("sql", FORGED.values(), ids=FORGED.keys())
def test_the_database_keeps_the_way(cast: Cast, sql: str) -> None:
    drafted(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_statement_is_corrected_once_by_a_new_row(cast: Cast) -> None:
    sitting = drafted(cast)
    first = said(cast, sitting)
    said(cast, sitting, "", replaces=first.pk)
    with pytest.raises(Conflict):
        said(cast, sitting, "Інше.", replaces=first.pk)
    with pytest.raises(InvalidInput):
        said(cast, sitting, " ")
    version = protocols.write_version(cast.secretary, sitting)
    assert json.loads(version.record_text)["items"][0]["statements"] == []


def test_an_extract_says_nothing_of_the_other_items(cast: Cast) -> None:
    sitting = convened(cast)
    first = placed(cast, sitting, title="24 апарати «Сиволіт»")
    second = placed(cast, sitting, title="Шість станцій «Яструб»")
    opened(cast, first)
    for item in (first, second):
        closed(cast, vote=open_vote(cast, frozen(cast, item)))
    sittings.close_sitting(actor=cast.chair, sitting_id=sitting.pk)
    protocol = signed_protocol(cast, sitting)
    one, two = Extract.objects.order_by("number")
    assert (one.number, two.number) == (f"{protocol.number}/1", f"{protocol.number}/2")
    assert "Яструб" not in one.record_text
    assert second.application.number not in one.record_text
    assert json.loads(two.record_text)["protocol_sha256"] == protocol.sha256


def test_the_recused_neither_get_nor_read_the_protocol(cast: Cast) -> None:
    item = opened(cast, present=principals(cast))
    rounds.declare_conflict(
        actor=cast.member_fin, item_id=item.pk, kind="personal", ground="Володіє акціями."
    )
    closed(cast, "FFFF-FF", open_vote(cast, frozen(cast, item)))
    sittings.close_sitting(actor=cast.chair, sitting_id=item.sitting_id)
    sitting = AgendaItem.objects.get().sitting
    protocols.circulate(actor=cast.secretary, sitting_id=sitting.pk)
    told = Message.objects.filter(kind="protocol.circulated")
    assert cast.member_mod.pk in set(told.values_list("recipient_id", flat=True))
    assert not told.filter(recipient=cast.member_fin).exists()
    with pytest.raises(Http404):
        protocol_page(cast.member_fin, sitting)
    with pytest.raises(NotAllowed):
        protocols.comment(actor=cast.member_fin, sitting_id=sitting.pk, text="Так.")


def test_the_extract_is_sealed_once(cast: Cast) -> None:
    protocolled(cast)
    extract = Extract.objects.get()
    first, second = (protocols.issue_extract(extract_id=extract.pk) for _ in range(2))
    assert first == second
    assert first.subject == f"case:{extract.item.application_id}"
