"""Power cuts: whatever dies while papers are made, each paper and notice is there exactly once.

The worker is held at an exact place by a lock on a table, killed there with SIGKILL together with
its children, and started again. Nothing is timed: the test waits for what it can see.
"""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import pytest
import redis

from core.audit import ledger
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A promise of a killed worker is sent again after twenty seconds, by a beat of five.
RECOVERY = 120
RECIPIENTS = 3  # of each paper: everybody of the company who prepares or signs

# Where the worker dies → the table that is locked meanwhile, so that it dies nowhere else.
PLACES = {
    "while it prints": "",
    "after sealing, before the paper is kept": "documents_issueddocument",
    "after the paper is kept, before the notice": "notifications_message",
    "with the notice written, before the mail is": "notifications_sentmail",
}


def ask(site: Site, call: str) -> dict:
    """Run a function of the scene in the site; return what it tells."""
    printed = site.manage("shell", "-v0", "-c", f"from tests.faults import scene; scene.{call}")
    return json.loads(printed.splitlines()[-1])


@contextmanager
def behind(site: Site) -> Iterator["psycopg2.extensions.cursor"]:
    """Look into the site's database as its superuser."""
    address = parts_of(site)["DATABASE_ADMIN_URL"].replace("/postgres?", "/dozvil?")
    connection = psycopg2.connect(address)
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def parts_of(site: Site) -> dict[str, str]:
    lines = (site.folder / "parts.env").read_text().split()
    return dict(line.split("=", 1) for line in lines)


def is_printing(cursor) -> bool:
    """Tell whether a worker holds a promise: a session lock that is not the ledger's."""
    cursor.execute(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted "
        "AND (classid::bigint << 32 | objid::bigint) <> %s",
        [ledger.LOCK],
    )
    return cursor.fetchone()[0] > 0


def waits_for(cursor, table: str) -> bool:
    """Tell whether somebody stands before the locked table."""
    cursor.execute(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [table]
    )
    return cursor.fetchone()[0] > 0


def kill_the_worker_at(site: Site, table: str) -> None:
    """Start the worker, let it come to the place, and kill it there."""
    with behind(site) as cursor:
        if table:
            # Others may read it, nobody may write: the worker stops right here.
            cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        site.start_process("worker")
        there = (lambda: waits_for(cursor, table)) if table else (lambda: is_printing(cursor))
        site.wait_until(there, f"the worker to come to {table or 'the press'}", RECOVERY, 0.005)
        site.kill("worker")


def open_promises(site: Site) -> int:
    return count(site, "SELECT count(*) FROM notifications_outbox WHERE done_at IS NULL")


def papers(site: Site, decision: dict) -> int:
    numbers = f"('{decision['licence']}', '{decision['refusal']}')"
    return count(site, f"SELECT count(*) FROM documents_issueddocument WHERE number IN {numbers}")


def count(site: Site, query: str) -> int:
    with behind(site) as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def expect_everything_once(site: Site, decision: dict) -> None:
    site.wait_until(lambda: not open_promises(site), "all promises to be kept", RECOVERY)
    found = ask(site, f"look({decision['case']!r})")
    numbers = [decision["licence"], decision["refusal"]]
    assert found["documents"] == [[number, True] for number in numbers], "one sealed paper each"
    assert found["files"] == len(numbers)
    addressed = [tuple(notice) for notice in found["notices"]]
    assert len(addressed) == len(set(addressed)) == RECIPIENTS * len(numbers)
    assert {number for number, _person in addressed} == set(numbers)
    assert found["mails"] == [1] * len(addressed)
    site.manage("verify_ledger")


@pytest.fixture
def running(site: Site) -> Iterator[Site]:
    """Give the site at rest, and take it back with every process up, however the test ended."""
    site.wait_until(lambda: not open_promises(site), "the promises of the story to be kept")
    yield site
    for name in ("worker", "beat"):
        if name not in site.processes:
            site.start_process(name)


def test_a_worker_killed_at_every_place_leaves_one_paper_and_one_notice(running: Site):
    running.kill("worker")
    decision = ask(running, "decide()")
    kept = []
    for table in PLACES.values():
        kill_the_worker_at(running, table)
        assert open_promises(running) > 0
        kept.append(papers(running, decision))
    assert kept[:2] == [0, 0], "a worker killed over a paper leaves none"
    assert kept[2] > 0
    running.start_process("worker")
    expect_everything_once(running, decision)


def test_a_broker_killed_while_deciding_loses_nothing(running: Site):
    """The promise is a row of the decision's transaction: the sweep finds it without a nudge."""
    socket = parts_of(running)["REDIS_URL"].removeprefix("unix://")
    os.kill(redis.Redis(unix_socket_path=socket).info()["process_id"], signal.SIGKILL)
    running.wait_until(lambda: not running.is_ready(), "the site to miss its broker")
    decision = ask(running, "decide()")
    assert papers(running, decision) == 0
    running.start_parts()
    running.wait_until(running.is_ready, "the site to find its broker again")
    expect_everything_once(running, decision)
