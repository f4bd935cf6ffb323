"""Promises are kept once: whatever is lost, repeated or killed in between."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event

import pytest
from celery import Celery, current_app
from django.db import InterfaceError, connections, transaction

from core.audit.log import record
from core.audit.selectors import events_for
from core.base import clock
from core.notifications import claims, outbox, selectors
from core.notifications.models import Outbox

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@outbox.outbox_task("tests.note")
def note(*, subject: str) -> None:
    record(actor=None, verb="note.kept", subject=subject)


@outbox.outbox_task("tests.fail")
def fail(*, subject: str) -> None:
    record(actor=None, verb="note.kept", subject=subject)
    raise RuntimeError("the applicant is Ivan Secret")


@outbox.outbox_task("tests.render", heavy=True)
def render(*, subject: str) -> None:
    record(actor=None, verb="page.rendered", subject=subject)


def promise(task: str = "tests.note", key: str = "k1", subject: str = "case:1") -> None:
    with transaction.atomic():
        outbox.enqueue(task=task, key=key, args={"subject": subject})


def kept(subject: str = "case:1") -> int:
    return events_for(subject).count()


@pytest.fixture
def nudges(monkeypatch) -> list[tuple[str, str]]:
    """What is handed to the broker, which has no worker here."""
    sent = []
    app = current_app._get_current_object()
    monkeypatch.setattr(app, "send_task", lambda task, args, **_: sent.append((task, args[0])))
    return sent


@pytest.mark.django_db
def test_a_promise_is_kept_once_however_often_it_is_nudged(nudges):
    promise()
    assert [claims.run("k1") for _ in range(3)] == [True, False, False]
    assert kept() == 1


@pytest.mark.django_db
def test_a_key_is_promised_once(nudges):
    promise()
    promise(subject="case:2")
    assert outbox.drain() == 1
    promise(subject="case:3")
    assert outbox.drain() == 0
    assert (kept("case:1"), kept("case:2"), kept("case:3")) == (1, 0, 0)


def test_a_promise_outside_a_transaction_is_refused(committed_db):
    with pytest.raises(transaction.TransactionManagementError):
        outbox.enqueue(task="tests.note", key="k1", args={})


@pytest.mark.django_db
def test_the_worker_is_nudged_after_commit_only(nudges, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        promise()
        assert nudges == []
    assert nudges == [("tests.note", "k1")]


@pytest.mark.django_db
def test_a_failed_act_promises_nothing(nudges):
    def failing_act():
        with transaction.atomic():
            outbox.enqueue(task="tests.note", key="k1", args={"subject": "case:1"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing_act()
    assert not Outbox.objects.exists()


@pytest.mark.django_db
def test_a_failing_task_leaves_nothing_behind_and_waits_longer_each_time(nudges):
    with clock.at(NOW):
        promise("tests.fail")
        assert not claims.run("k1")
    row = Outbox.objects.get()
    assert (row.attempts, row.available_at) == (1, NOW + timedelta(seconds=5))
    assert kept() == 0
    with clock.at(NOW + timedelta(seconds=4)):
        assert not claims.run("k1")
        assert Outbox.objects.get().attempts == 1
    with clock.at(NOW + timedelta(seconds=6)):
        assert not claims.run("k1")
    row = Outbox.objects.get()
    assert (row.attempts, row.available_at) == (2, NOW + timedelta(seconds=16))


@pytest.mark.django_db
def test_an_error_is_kept_without_personal_data(nudges):
    promise("tests.fail")
    claims.run("k1")
    error = Outbox.objects.get().last_error
    assert "Secret" not in error
    assert "RuntimeError at" in error
    assert "test_outbox.py" in error


def test_pauses_double_up_to_an_hour():
    pauses = [claims.pause_after(attempts).total_seconds() for attempts in range(1, 13)]
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses[-1] == 3600
    assert claims.pause_after(10_000) == timedelta(hours=1)


@pytest.mark.django_db
def test_drain_shows_what_a_task_raises(nudges):
    promise("tests.fail")
    with pytest.raises(RuntimeError):
        outbox.drain()


@pytest.mark.django_db
def test_a_lost_nudge_is_sent_again_and_not_too_often(nudges):
    with clock.at(NOW):
        promise()
        assert outbox.sweep() == 0
    with clock.at(NOW + timedelta(seconds=21)):
        assert outbox.sweep() == 1
        assert outbox.sweep() == 0
    assert nudges == [("tests.note", "k1")]
    claims.run("k1")
    with clock.at(NOW + timedelta(minutes=9)):
        assert outbox.sweep() == 0


@pytest.mark.django_db
def test_the_age_of_the_oldest_open_promise_is_shown(nudges):
    assert selectors.outbox_age() == 0
    with clock.at(NOW):
        promise()
    with clock.at(NOW + timedelta(minutes=2)):
        assert selectors.outbox_age() == 120


@contextmanager
def dead_broker() -> Iterator[None]:
    """Speak to a port where nothing listens."""
    before = current_app._get_current_object()
    dead = Celery("dead", broker="redis://127.0.0.1:1/0", set_as_current=True)
    dead.conf.broker_transport_options = before.conf.broker_transport_options
    try:
        yield
    finally:
        before.set_current()


def test_a_broker_that_is_away_fails_no_act_and_loses_nothing(committed_db, nudges):
    """The act commits while nothing listens on the broker's port; the sweep brings it later."""
    with dead_broker(), clock.at(NOW):
        promise()
    assert Outbox.objects.get().done_at is None
    with clock.at(NOW + timedelta(minutes=1)):
        assert outbox.sweep() == 1
    assert claims.run(nudges[0][1])
    assert kept() == 1


def test_two_workers_with_one_row_keep_it_once(committed_db):
    """The second finds the row locked and leaves it; it does not wait and repeat."""
    inside, release = Event(), Event()

    @outbox.outbox_task("tests.slow")
    def slow(*, subject: str) -> None:
        inside.set()
        release.wait(10)
        record(actor=None, verb="note.kept", subject=subject)

    promise("tests.slow")
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(in_own_connection, "k1")
        assert inside.wait(10)
        assert not claims.run("k1")
        release.set()
        assert first.result(10)
    assert kept() == 1


def test_heavy_work_runs_outside_a_transaction_and_alone(committed_db):
    inside, release, in_transaction = Event(), Event(), []

    @outbox.outbox_task("tests.slow_render", heavy=True)
    def slow_render(*, subject: str) -> None:
        in_transaction.append(connections["default"].in_atomic_block)
        inside.set()
        release.wait(10)
        record(actor=None, verb="page.rendered", subject=subject)

    promise("tests.slow_render")
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(in_own_connection, "k1")
        assert inside.wait(10)
        assert not claims.run("k1")
        release.set()
        assert first.result(10)
    assert not claims.run("k1")
    assert (in_transaction, kept()) == ([False], 1)


def test_a_killed_worker_frees_its_heavy_work(committed_db):
    """The lock dies with the connection: the next worker starts at once, without a lease."""
    died = Event()

    @outbox.outbox_task("tests.dying_render", heavy=True)
    def dying_render(*, subject: str) -> None:
        if not died.is_set():
            died.set()
            connections["default"].connection.close()  # as a killed process would
            raise SystemExit
        record(actor=None, verb="page.rendered", subject=subject)

    promise("tests.dying_render")
    with ThreadPoolExecutor(1) as pool, pytest.raises((SystemExit, InterfaceError)):
        pool.submit(in_own_connection, "k1").result(10)
    assert Outbox.objects.get().done_at is None
    assert claims.run("k1")
    assert kept() == 1


def test_many_workers_over_many_rows_keep_each_once(committed_db):
    for number in range(20):
        promise(key=f"k{number}", subject=f"case:{number}")
    start = Barrier(4)

    def work(_: int) -> int:
        start.wait(10)
        return sum(in_own_connection(f"k{number}") for number in range(20))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 20
    assert all(kept(f"case:{number}") == 1 for number in range(20))


def in_own_connection(key: str) -> bool:
    try:
        return claims.run(key)
    finally:
        connections.close_all()
