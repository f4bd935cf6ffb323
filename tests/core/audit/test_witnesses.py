"""Receipts of outside bodies: kept only when they sign this very log."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.audit import ledger, merkle, notes, witnesses
from core.audit.log import record
from core.audit.models import Event, WitnessReceipt
from core.audit.selectors import latest_checkpoint
from core.base.errors import InvalidInput
from tests.core.audit.outsiders import make_witness

WITNESS = make_witness("rachunok.example/witness")
STRANGER = make_witness("stranger.example/witness")


@pytest.fixture(autouse=True)
def _known(settings, db):
    settings.LEDGER_WITNESSES = str(WITNESS.key)
    settings.LEDGER_VERIFIERS = []
    grow(3)


def grow(events: int) -> None:
    for number in range(events):
        record(actor=None, verb="case.noted", subject=f"case:{number}")
    ledger.sequence()


def test_a_receipt_is_kept_once_and_is_an_event():
    text = WITNESS.sign(latest_checkpoint().note)
    [kept] = witnesses.accept(actor=None, text=text)
    assert (kept.checkpoint_id, kept.witness) == (3, "rachunok.example/witness")
    assert witnesses.accept(actor=None, text=text.replace("\n", "\r\n")) == []
    assert Event.objects.filter(verb="ledger.witnessed").count() == 1
    assert list(witnesses.verify_receipts()) == []


@pytest.mark.parametrize(
    "text", ["", "x", "a\nb\nc\n\nd", "dozvil.example/ledger\n3\nAAAA\n\n\u2014 x y"]
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(InvalidInput) as refused:
        witnesses.accept(actor=None, text=text)
    assert refused.value.code == "no_note"


def test_a_stranger_and_a_forged_line_are_refused():
    note = latest_checkpoint().note
    forged = WITNESS.sign(note)[:-8] + "AAAAAA==\n"
    for text in (STRANGER.sign(note), note, forged):
        with pytest.raises(InvalidInput) as refused:
            witnesses.accept(actor=None, text=text)
        assert refused.value.code == "no_witness"


def test_a_second_history_is_noticed():
    """The witness signed a head of three events that this log never had."""
    other = merkle.root([merkle.leaf_hash(b"x")] * 3)
    text = notes.Head("dozvil.example/ledger", 3, other).text() + "\n"
    with pytest.raises(InvalidInput) as refused:
        witnesses.accept(actor=None, text=WITNESS.sign(text))
    assert refused.value.code == "another_log"


def test_the_handover_proves_that_the_log_only_grew():
    old = latest_checkpoint()
    grow(6)
    head, _, note = witnesses.handover(3).partition("\n\n")
    size, *proof = head.split("\n")
    new = notes.parse(note)
    path = [base64.b64decode(step) for step in proof]
    assert size == "old 3"
    assert merkle.verify_consistency(3, new.size, bytes(old.root), new.root, path)
    assert witnesses.handover(0).startswith("old 0\n\n")
    for size in (-1, 99):
        with pytest.raises(InvalidInput):
            witnesses.handover(size)


def test_a_receipt_put_in_behind_our_back_is_found():
    checkpoint = latest_checkpoint()
    line = STRANGER.sign(checkpoint.note).strip().rpartition("\n")[2]
    WitnessReceipt.objects.create(
        checkpoint=checkpoint,
        witness="rachunok.example/witness",
        key=str(WITNESS.key),
        line=line,
        seen_at=checkpoint.at,
    )
    [found] = witnesses.verify_receipts()
    assert "rachunok.example/witness" in str(found)


@pytest.mark.parametrize("key", ["x", "a+b+c", "name+00000000+BAAA"])
def test_a_wrong_key_stops_the_site(settings, key):
    settings.LEDGER_WITNESSES = key
    with pytest.raises(ImproperlyConfigured):
        witnesses.witnesses()
