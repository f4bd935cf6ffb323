"""Whatever is changed behind the application's back is found and named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from core.audit.findings import Finding
from core.audit.ledger import sequence
from core.audit.log import record
from core.audit.models import Event
from core.audit.selectors import latest_checkpoint
from core.audit.verify import verify_ledger


@pytest.fixture(autouse=True)
def _only_the_log_in_english(settings):
    settings.LEDGER_VERIFIERS = []
    with translation.override("en"):
        yield


@pytest.fixture
def story(committed_db) -> list[Event]:
    """Six events under two checkpoints and one that still waits."""
    events = [
        record(actor=None, verb="case.noted", subject="case:1", number=f"DZ-2026-{n:05}")
        for n in range(3)
    ]
    sequence()
    events += [record(actor=None, verb="case.noted", subject="case:2") for _ in range(3)]
    sequence()
    record(actor=None, verb="case.waits", subject="case:3")
    return events


def tamper(owner_connection, statement: str, *values: object) -> None:
    with owner_connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def problems(taken_home: str | None = None) -> list[str]:
    return [str(finding) for finding in verify_ledger(taken_home).findings]


def test_an_honest_log_holds(story):
    report = verify_ledger()
    assert report.ok
    assert (report.events, report.placed, report.waiting, report.checkpoints) == (7, 6, 1, 2)
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert "The log holds: 7 events, 6 placed under 2 checkpoints, 1 waiting" in out.getvalue()


def test_an_empty_log_holds(committed_db):
    assert verify_ledger().ok


def test_one_changed_byte_is_named_by_event_and_place(story, owner_connection):
    tamper(
        owner_connection,
        "UPDATE audit_event SET body = overlay(body placing 'X' from 20 for 1) WHERE id = %s",
        story[1].pk,
    )
    found = problems()
    assert found[0].startswith(f"log place 1, event {story[1].pk} (case.noted DZ-2026-00001)")
    assert "its text is not the text that was hashed" in found[0]
    assert "checkpoint at 3 events" in found[1]
    assert "the places 0 to 2" in found[1]
    assert len(found) == 2
    with pytest.raises(CommandError, match="DZ-2026-00001"):
        call_command("verify_ledger")


def test_a_text_changed_together_with_its_hash_still_breaks_the_signed_head(
    story, owner_connection
):
    body = story[4].body.replace("case:2", "case:9")
    for table, column in (("audit_event", "id"), ("audit_logleaf", "event_id")):
        tamper(
            owner_connection,
            f"UPDATE {table} SET leaf = sha256('\\x00'::bytea || convert_to(%s, 'UTF8'))"
            f" WHERE {column} = %s",
            body,
            story[4].pk,
        )
    tamper(
        owner_connection,
        "UPDATE audit_event SET body = %s, subject = 'case:9' WHERE id = %s",
        body,
        story[4].pk,
    )
    assert problems() == [
        "checkpoint at 6 events: does not fit the log: something changed in the places 3 to 5"
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "case.refused"),
        ("subject", "case:9"),
        ("number", "DZ-2026-99999"),
        ("at", "2020-01-01T00:00:00Z"),
    ],
)
def test_a_changed_column_is_told_from_the_text(story, owner_connection, column, value):
    tamper(
        owner_connection,
        f"UPDATE audit_event SET {column} = %s WHERE id = %s",
        value,
        story[2].pk,
    )
    found = problems()
    assert len(found) == 1
    assert f"the column {column} shows {value[:10]}" in found[0]


def test_a_deleted_event_is_missed(story, owner_connection):
    tamper(owner_connection, "DELETE FROM audit_event WHERE id = %s", story[1].pk)
    assert f"log place 1: names event {story[1].pk}, which no longer exists" in problems()


def test_an_event_deleted_with_its_place_leaves_a_hole(story, owner_connection):
    tamper(owner_connection, "DELETE FROM audit_event WHERE id = %s", story[1].pk)
    tamper(owner_connection, "DELETE FROM audit_logleaf WHERE index = 1")
    assert any("the log jumps: this place should be number 1" in line for line in problems())


def test_a_cut_end_is_seen_by_the_checkpoints(story, owner_connection):
    tamper(owner_connection, "DELETE FROM audit_logleaf WHERE index = 5")
    tamper(owner_connection, "DELETE FROM audit_event WHERE id = %s", story[5].pk)
    assert problems() == [
        "checkpoint at 6 events: covers 6 events, but the log holds only 5: it was cut"
    ]


def test_swapped_places_are_found(story, owner_connection):
    tamper(owner_connection, "UPDATE audit_logleaf SET index = 99 WHERE index = 0")
    tamper(owner_connection, "UPDATE audit_logleaf SET index = 0 WHERE index = 1")
    tamper(owner_connection, "UPDATE audit_logleaf SET index = 1 WHERE index = 99")
    assert any("places 0 to 2" in line for line in problems())


def test_an_event_hidden_from_the_queue_is_found(story, owner_connection):
    tamper(owner_connection, "DELETE FROM audit_pendingevent")
    assert any("has no place in the log and does not wait for one" in line for line in problems())


def test_places_after_the_last_signed_head_are_found(story, owner_connection):
    tamper(owner_connection, "DELETE FROM audit_checkpoint WHERE size = 6")
    assert problems() == ["end of the log: the places from 3 to 5 are under no signed checkpoint"]


def test_a_forged_checkpoint_is_found(story, owner_connection):
    tamper(owner_connection, "UPDATE audit_checkpoint SET note = replace(note, '= ', '= A')")
    tamper(
        owner_connection,
        "UPDATE audit_checkpoint SET note = replace(note, chr(8212), '-') WHERE size = 6",
    )
    assert "checkpoint at 6 events: is not signed with the key of this log" in problems()
    tamper(owner_connection, "UPDATE audit_checkpoint SET root = sha256(root) WHERE size = 3")
    tamper(owner_connection, "UPDATE audit_checkpoint SET note = '' WHERE size = 6")
    found = problems()
    assert "checkpoint at 3 events: its columns differ from its signed note" in found
    assert "checkpoint at 6 events: its note is not a checkpoint" in found


def test_a_rewritten_log_does_not_fit_the_checkpoint_an_auditor_kept(
    story, owner_connection, tmp_path
):
    kept = tmp_path / "checkpoint.txt"
    kept.write_text(latest_checkpoint().note)
    call_command("verify_ledger", checkpoint=kept, stdout=StringIO())
    for table in ("audit_checkpoint", "audit_logleaf"):
        tamper(owner_connection, f"DELETE FROM {table}")
    tamper(
        owner_connection,
        "INSERT INTO audit_pendingevent SELECT id FROM audit_event WHERE id <> %s"
        " ON CONFLICT DO NOTHING",
        story[0].pk,
    )
    tamper(owner_connection, "DELETE FROM audit_event WHERE id = %s", story[0].pk)
    sequence()
    assert problems() == []  # the log agrees with itself: only the kept head knows better
    with pytest.raises(CommandError, match="checkpoint brought along: does not fit the log"):
        call_command("verify_ledger", checkpoint=kept)
    assert problems("nonsense") == ["checkpoint brought along: its note is not a checkpoint"]


def test_text_that_is_no_record_is_named(story, owner_connection):
    for body in ("not json", "[1]"):
        with owner_connection.cursor() as cursor:
            cursor.execute(
                "UPDATE audit_event SET body = %s,"
                " leaf = sha256('\\x00'::bytea || convert_to(%s, 'UTF8'))"
                " WHERE verb = 'case.waits'",
                [body, body],
            )
        assert any("its text is not the record of an event" in line for line in problems())


def proof_of_an_upper_app():
    yield Finding("decision DR-2026-00001", "its record differs from its file")


def test_upper_apps_add_their_proofs(committed_db, settings):
    settings.LEDGER_VERIFIERS = [f"{__name__}.proof_of_an_upper_app"]
    with pytest.raises(CommandError, match="decision DR-2026-00001: its record differs"):
        call_command("verify_ledger")


def test_a_long_list_is_cut_in_the_telling(story, owner_connection):
    tamper(owner_connection, "UPDATE audit_event SET number = 'X', subject = 'X', verb = 'X'")
    with pytest.raises(CommandError, match=r"and \d+ more"):
        call_command("verify_ledger")
