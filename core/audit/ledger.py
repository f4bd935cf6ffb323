"""The sequencer: gives waiting events their place in the log and signs the new tree head.

One sequencer works at a time (advisory lock, always taken last: case, sitting, round, ledger).
It takes whatever waits in the queue, never "ids above the last", because the numbers of rows are
not the order of their commits.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from core.audit import keys, notes
from core.audit.merkle import Frontier
from core.audit.models import Checkpoint

LOCK = 0x4C45444745520001
BATCH = 50_000

TAKE_WAITING = """
    WITH taken AS (
        DELETE FROM audit_pendingevent WHERE event_id IN (
            SELECT event_id FROM audit_pendingevent ORDER BY event_id LIMIT %s)
        RETURNING event_id)
    INSERT INTO audit_logleaf (index, event_id, leaf)
    SELECT %s + row_number() OVER (ORDER BY event.id) - 1, event.id, event.leaf
    FROM audit_event event JOIN taken ON taken.event_id = event.id
    RETURNING index, leaf
"""


def sequence() -> int:
    """Place every event that is committed and waits; sign checkpoints; return how many events.

    Beat calls it every few seconds. Safe at any concurrency and to repeat.
    """
    total = 0
    while placed := _sequence_batch():
        total += placed
    return total


def sequence_now() -> Checkpoint | None:
    """Place what waits as part of the caller's transaction and return the newest checkpoint.

    Called at the close of a vote and at a decision, after everything else is written: the act
    commits together with its place in the log, or not at all.
    """
    with transaction.atomic():
        sequence()
        return Checkpoint.objects.order_by("size").last()


def _sequence_batch() -> int:
    with transaction.atomic():
        _lock()
        last = Checkpoint.objects.order_by("size").last()
        frontier = _frontier(last)
        leaves = _place(frontier.size)
        if leaves:
            _sign(frontier, leaves)
    return len(leaves)


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _frontier(last: Checkpoint | None) -> Frontier:
    return Frontier.from_bytes(last.size, bytes(last.frontier)) if last else Frontier()


def _place(first: int) -> list[bytes]:
    """Move the waiting events into the log from position ``first`` on; return their leaves."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_WAITING, [BATCH, first])
        return [bytes(leaf) for _, leaf in sorted(cursor.fetchall())]


def _sign(frontier: Frontier, leaves: Iterable[bytes]) -> None:
    for leaf in leaves:
        frontier.append(leaf)
    head = frontier.root()
    Checkpoint.objects.create(
        size=frontier.size,
        root=head,
        frontier=frontier.to_bytes(),
        note=notes.sign(frontier.size, head, keys.signing_key()),
    )
