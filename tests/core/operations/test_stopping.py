"""A worker that is told to stop finishes the paper it has in its hands and takes no other.

The one for long work gives its piece back, even out of the middle of a statement. Nothing is
timed: a lock on a table holds a worker in the middle of its work.
"""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import pytest

from tests.faults.test_killed_worker import (
    ask,
    count,
    expect_everything_once,
    open_promises,
    waits_for,
)
from tests.faults.test_killed_worker import parts_of as parts
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATIENCE = 120


@contextmanager
def held(site: Site, table: str, name: str) -> Iterator[subprocess.Popen]:
    """Start a process of the site and hold it where it wants to write to a table."""
    address = parts(site)["DATABASE_ADMIN_URL"].replace("/postgres?", "/dozvil?")
    connection = psycopg2.connect(address)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
            site.start_process(name)
            there = lambda: waits_for(cursor, table)  # noqa: E731
            site.wait_until(there, f"the {name} to come to {table}", PATIENCE, 0.02)
            yield site.processes[name]
    finally:
        connection.close()


def tell_to_stop(site: Site, name: str, process: subprocess.Popen) -> None:
    """Send what a supervisor sends; wait until the process has heard it."""
    log = site.folder / f"{name}.log"
    before = log.stat().st_size
    process.send_signal(signal.SIGTERM)
    heard = lambda: b"shutdown" in log.read_bytes()[before:].lower()  # noqa: E731
    site.wait_until(heard, f"the {name} to hear", PATIENCE, 0.05)


@pytest.fixture
def running(site: Site) -> Iterator[Site]:
    """Give the site at rest, and take it back with every process up, however the test ended."""
    site.wait_until(lambda: not open_promises(site), "the promises of the story to be kept")
    yield site
    for name in {"worker", "longworker"} - set(site.processes):
        site.start_process(name)


def test_a_worker_told_to_stop_finishes_its_paper(running: Site):
    running.kill("worker")
    decision = ask(running, "decide()")
    with held(running, "documents_issueddocument", "worker") as process:
        tell_to_stop(running, "worker", process)
    assert process.wait(PATIENCE) == 0
    running.processes.pop("worker")
    numbers = f"('{decision['licence']}', '{decision['refusal']}')"
    papers = f"SELECT count(*) FROM documents_issueddocument WHERE number IN {numbers}"
    failed = "SELECT count(*) FROM notifications_outbox WHERE done_at IS NULL AND attempts > 0"
    assert count(running, papers) > 0, "what it held in its hands is finished"
    assert count(running, failed) == 0, "and counts as no failure"
    running.start_process("worker")
    expect_everything_once(running, decision)


def test_a_long_work_told_to_stop_gives_up_its_statement_and_is_resumed(running: Site):
    running.kill("longworker")
    work = ask(running, "order_package()")["work"]
    with held(running, "work_longwork", "longworker") as process:
        tell_to_stop(running, "longworker", process)
        process.wait(PATIENCE)
    running.processes.pop("longworker")
    promise = f"SELECT count(*) FROM notifications_outbox WHERE dedupe_key = 'work:{work}' AND "
    assert count(running, f"{promise} done_at IS NULL AND attempts = 0") == 1, "it is no failure"
    running.start_process("longworker")
    done = lambda: count(running, f"{promise} done_at IS NOT NULL") == 1  # noqa: E731
    running.wait_until(done, "another worker to take the piece over", PATIENCE)
    ended = f"SELECT count(*) FROM work_longwork WHERE id = '{work}' AND state = 'done'"
    assert count(running, ended) == 1
