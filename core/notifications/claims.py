"""How one worker takes one outbox row: claim, work, mark done; or fail and wait longer.

Private to the outbox. Two workers with the same row are normal (a nudge sent twice); one wins.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from core.base import clock
from core.notifications.models import Outbox

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Registered:
    """The function behind a task name, and whether it runs outside the claiming transaction."""

    work: Callable[..., None]
    heavy: bool


WORK: dict[str, Registered] = {}


def run(key: str) -> bool:
    """Do the work of one row if it is free and due; a failure is kept on the row for a retry."""
    try:
        return perform(key)
    except Exception as problem:  # any failure of a task means: again later
        _postpone(key, problem)
        return False


def perform(key: str) -> bool:
    """Do the work of one row; return whether it was done here. Raises what the task raises."""
    row = _due(key).first()
    if row is None:
        return False
    registered = WORK[row.task]
    if registered.heavy:
        return _perform_heavy(row, registered.work)
    return _perform_in_one_transaction(row, registered.work)


def pause_after(attempts: int) -> timedelta:
    """Waiting time after the n-th failure: doubling from five seconds up to an hour."""
    doublings = min(attempts - 1, 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _due(key: str) -> QuerySet[Outbox]:
    fresh_or_rested = Q(attempts=0) | Q(available_at__lte=clock.now())
    return Outbox.objects.filter(fresh_or_rested, dedupe_key=key, done_at__isnull=True)


def _perform_in_one_transaction(row: Outbox, work: Callable[..., None]) -> bool:
    with transaction.atomic():
        mine = _due(row.dedupe_key).select_for_update(skip_locked=True).first()
        if mine is None:
            return False
        work(**mine.args)
        mine.done_at = clock.now()
        mine.save(update_fields=["done_at"])
    return True


def _perform_heavy(row: Outbox, work: Callable[..., None]) -> bool:
    with _held(row.dedupe_key) as alone:
        if not alone or not _due(row.dedupe_key).exists():
            return False
        work(**row.args)
        Outbox.objects.filter(pk=row.pk).update(done_at=clock.now())
    return True


@contextmanager
def _held(key: str) -> Iterator[bool]:
    """Hold a session lock on the key. It dies with the worker's connection, so a kill frees it."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def _postpone(key: str, problem: Exception) -> None:
    row = Outbox.objects.filter(dedupe_key=key).first()
    attempts = (row.attempts if row else 0) + 1
    place = place_of(problem)
    now = clock.now()
    Outbox.objects.filter(dedupe_key=key, done_at__isnull=True).update(
        attempts=F("attempts") + 1, available_at=now + pause_after(attempts), last_error=place
    )
    log.warning("outbox_task_failed", key=key, problem=place)


def place_of(problem: Exception) -> str:
    """Type and place of a failure. The text of an exception may hold personal data: not kept."""
    kind = f"{type(problem).__module__}.{type(problem).__qualname__}"
    frames = traceback.extract_tb(problem.__traceback__)
    return f"{kind} at {frames[-1].filename}:{frames[-1].lineno}"[-300:] if frames else kind
