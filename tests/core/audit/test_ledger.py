"""The sequencer: everything gets a place, once, whatever commits when."""

from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest
from django.db import connection, connections

from core.audit import keys, merkle, notes
from core.audit.checks import log_can_sign
from core.audit.ledger import sequence, sequence_now
from core.audit.log import record
from core.audit.models import Checkpoint, Event, LogLeaf, PendingEvent
from core.audit.selectors import consistency_proof, inclusion_proof, latest_checkpoint


def happen(count: int = 1) -> list[Event]:
    return [record(actor=None, verb="case.noted", subject="case:1") for _ in range(count)]


def places() -> list[int]:
    return list(LogLeaf.objects.order_by("index").values_list("index", flat=True))


@pytest.mark.django_db
def test_places_are_consecutive_and_the_head_is_signed():
    happen(3)
    assert sequence() == 3
    happen(2)
    assert sequence() == 2
    assert sequence() == 0
    assert places() == [0, 1, 2, 3, 4]
    head = latest_checkpoint()
    leaves = [bytes(leaf) for leaf in LogLeaf.objects.values_list("leaf", flat=True)]
    assert (head.size, bytes(head.root)) == (5, merkle.root(leaves))
    assert notes.is_signed_by(head.note, keys.signing_key().verifying)


@pytest.mark.django_db
def test_a_decision_gets_its_place_in_its_own_transaction():
    event = happen()[0]
    checkpoint = sequence_now()
    assert checkpoint.size == LogLeaf.objects.get(event=event).index + 1
    assert sequence_now() == checkpoint


@pytest.mark.django_db
def test_an_event_can_prove_its_place_and_the_log_its_past():
    events = happen(9)
    sequence()
    old = latest_checkpoint()
    events += happen(4)
    waiting = happen()[0]
    assert inclusion_proof(waiting) is None
    sequence()
    proof = inclusion_proof(events[10])
    root = bytes(proof.checkpoint.root)
    assert merkle.verify_inclusion(proof.leaf, proof.index, 14, proof.path, root)
    path = consistency_proof(old.size, 14)
    assert merkle.verify_consistency(old.size, 14, bytes(old.root), root, path)


@pytest.mark.django_db
def test_many_waiting_events_are_placed_in_batches(monkeypatch):
    monkeypatch.setattr("core.audit.ledger.BATCH", 4)
    happen(10)
    assert sequence() == 10
    assert list(Checkpoint.objects.values_list("size", flat=True)) == [4, 8, 10]


def test_a_transaction_held_open_is_placed_when_it_commits_later(committed_db):
    """Row numbers are not commit order: "ids above the last" would lose this event for ever."""
    slow = psycopg2.connect(**connection.get_connection_params())
    with slow.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (at, verb, subject, number, body, leaf)"
            " VALUES (now(), 'slow.act', 'case:slow', '', '{}', '') RETURNING id"
        )
        slow_id = cursor.fetchone()[0]
        quick = happen()[0]
        assert quick.pk > slow_id
        assert sequence() == 1
        slow.commit()
    slow.close()
    assert sequence() == 1
    assert list(LogLeaf.objects.values_list("event_id", flat=True)) == [quick.pk, slow_id]


@pytest.mark.slow
def test_many_writers_and_sequencers_give_each_event_one_place(committed_db):
    def write(_: int) -> None:
        happen(10)
        sequence()
        connections.close_all()

    keys.signing_key()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(12)))
    sequence()
    assert places() == list(range(120))
    assert not PendingEvent.objects.exists()


def test_two_processes_starting_together_share_one_key(settings, tmp_path):
    settings.KEYS_ROOT = tmp_path
    with ThreadPoolExecutor(4) as pool:
        made = {str(key.verifying) for key in pool.map(lambda _: keys.signing_key(), range(8))}
    assert len(made) == 1


def test_a_production_site_does_not_invent_a_key(tmp_path, settings):
    settings.KEYS_ROOT, settings.DEMO = tmp_path, False
    with pytest.raises(Exception, match="openssl genpkey"):
        keys.signing_key()


def test_the_missing_key_is_a_system_check(tmp_path, settings):
    settings.KEYS_ROOT = tmp_path
    assert log_can_sign(None) == []
    settings.DEMO = False
    assert [problem.id for problem in log_can_sign(None)] == ["dozvil.audit.E001"]


def test_a_note_is_the_text_that_was_signed():
    key = keys.signing_key()
    note = notes.sign(7, b"\x07" * 32, key)
    assert notes.parse(note) == notes.Head(origin=key.name, size=7, root=b"\x07" * 32)
    assert notes.is_signed_by(note, key.verifying)
    assert not notes.is_signed_by(note.replace("\n7\n", "\n8\n"), key.verifying)
    for damaged in ("", "a\nb\n", note.replace("\n7\n", "\nx\n"), note.partition("\n\n")[0]):
        with pytest.raises(ValueError, match="not a signed checkpoint"):
            notes.parse(damaged)
