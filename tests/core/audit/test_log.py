"""What is written when something happens, and that it can never be touched again."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from core.audit import merkle
from core.audit.log import record
from core.audit.models import Checkpoint, Event, LogLeaf, PendingEvent
from core.audit.selectors import events_for
from core.base import clock

pytestmark = pytest.mark.django_db


def written(**changes) -> Event:
    facts = {
        "actor": None,
        "verb": "case.submitted",
        "subject": "case:1",
        "number": "DZ-2026-00001",
    }
    return record(**facts | changes)


def test_an_event_keeps_one_canonical_text_and_repeats_it_in_columns():
    with clock.at(datetime(2026, 11, 24, 8, 30, tzinfo=UTC)):
        event = written(data={"value": Decimal("12.50"), "lines": 2})
    body = json.loads(event.body)
    assert body["data"] == {"value": "12.50", "lines": 2}
    assert (body["at"], body["verb"]) == ("2026-11-24T08:30:00.000000Z", "case.submitted")
    assert (body["subject"], body["number"]) == (event.subject, event.number)


def test_the_database_computes_the_leaf_even_for_raw_sql():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (at, verb, subject, number, body, leaf)"
            " VALUES (now(), 'raw.sql', 'case:1', '', 'Дозвіл', '\\x00') RETURNING leaf"
        )
        assert bytes(cursor.fetchone()[0]) == merkle.leaf_hash("Дозвіл".encode())


def test_the_same_fact_twice_has_two_leaves():
    """Otherwise the leaf of a short fact could be guessed from the published log."""
    with clock.at(datetime(2026, 11, 24, 8, 30, tzinfo=UTC)):
        assert written().leaf != written().leaf


def test_a_float_cannot_enter_the_record():
    with pytest.raises(TypeError):
        written(data={"value": 12.5})


def test_an_event_of_a_failed_act_is_gone_with_it():
    def failing_act():
        with transaction.atomic():
            written(subject="case:failed")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing_act()
    assert not events_for("case:failed").exists()
    assert not PendingEvent.objects.exists()


def test_history_reads_in_the_order_of_writing():
    written(verb="case.submitted"), written(verb="case.accepted"), written(subject="case:2")
    assert [event.verb for event in events_for("case:1")] == ["case.submitted", "case.accepted"]


@pytest.mark.parametrize("table", [Event, LogLeaf, Checkpoint])
@pytest.mark.parametrize(
    "attack", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"]
)
def test_the_application_cannot_alter_the_log(table, attack):
    name, column = table._meta.db_table, table._meta.pk.column
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack.format(name, column))


def test_the_application_cannot_switch_the_triggers_off():
    for attack in (
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TRIGGER pgtrigger_hash_and_queue_x ON audit_event",
    ):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(attack)


def test_no_session_can_ask_the_triggers_to_look_away():
    """pgtrigger ships a switch for that; here nobody holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        everything = [name for (name,) in cursor.fetchall()]
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{','.join(everything)}}}"]
        )
        cursor.execute(
            "INSERT INTO audit_event (at, verb, subject, number, body, leaf)"
            " VALUES (now(), 'raw.sql', 'case:1', '', 'text', '\\x00') RETURNING leaf"
        )
        assert bytes(cursor.fetchone()[0]) == merkle.leaf_hash(b"text")
