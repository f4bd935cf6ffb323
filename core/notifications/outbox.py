"""Transactional outbox: a side effect is promised in the transaction and kept after it.

``enqueue`` writes a row; after commit the broker gets a nudge with the row's key. The nudge may be
lost with the broker: ``sweep`` (every few seconds) sends it again until the row is done. So work is
delivered at least once; what is visible happens once, because a worker claims the row and marks
it done in the same transaction as the work itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog
from celery import current_app, shared_task
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import autodiscover_modules
from kombu.exceptions import OperationalError

from core.base import clock
from core.notifications import claims
from core.notifications.models import Outbox

Work = Callable[..., None]
F = TypeVar("F", bound=Work)

# A nudge unanswered for so long is taken for lost (a killed worker) and sent again.
NUDGE_LOST_AFTER = timedelta(seconds=20)
# What has waited for minutes (behind a thousand papers, or itself a long export under way) is
# nudged less often, so that the broker is not filled with the same request.
YOUNG = timedelta(minutes=2)
NUDGE_OLD_AFTER = timedelta(seconds=60)
SWEEP_LIMIT = 500

log = structlog.get_logger(__name__)

# Celery ships no types: this is what we use of its decorator.
celery_task: Callable[..., Callable[[Callable[[str], None]], object]] = shared_task


@dataclass(frozen=True)
class Entry:
    """One promise: the task by name, its identifiers, and the key that makes it single."""

    task: str
    key: str
    args: Mapping[str, str | int]


def enqueue(*, task: str, key: str, args: Mapping[str, str | int]) -> None:
    """Promise ``task(**args)`` once for ``key``, in the caller's transaction.

    A key that is already promised (or done) is left as it is. ``args`` are identifiers only.
    Raises TransactionManagementError outside a transaction (design, rule 8). A broker that is
    away never fails the business act.
    """
    enqueue_many([Entry(task=task, key=key, args=args)])


def enqueue_many(entries: Iterable[Entry]) -> None:
    """Promise several side effects in one statement; see ``enqueue``."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a promise belongs to a business transaction")
    promised = list(entries)
    Outbox.objects.bulk_create(
        [Outbox(task=one.task, dedupe_key=one.key, args=dict(one.args)) for one in promised],
        ignore_conflicts=True,
    )
    for one in promised:
        transaction.on_commit(partial(nudge, one.task, one.key), robust=True)


def outbox_task(name: str, *, heavy: bool = False, seconds: int = 120) -> Callable[[F], F]:
    """Register a function ``(**args) -> None`` as the work behind outbox rows called ``name``.

    Plain work runs inside the transaction that marks its row done: it happens once. ``heavy``
    work (rendering) runs outside any transaction and is marked done afterwards: it must be
    idempotent, as a worker killed in between will do it again. ``seconds`` is the time limit.
    """

    def register(work: F) -> F:
        def execute(key: str) -> None:
            claims.run(key)

        claims.WORK[name] = claims.Registered(work=work, heavy=heavy)
        celery_task(
            name=name,
            acks_late=True,
            ignore_result=True,
            time_limit=seconds + 30,
            soft_time_limit=seconds,
        )(execute)
        return work

    return register


def nudge(task: str, key: str) -> None:
    """Tell a worker that a row waits. Losing this message loses nothing."""
    try:
        current_app.send_task(task, args=[key], ignore_result=True, retry=False)
    except OperationalError:
        log.warning("broker_away", task=task)


def sweep() -> int:
    """Nudge again whatever is due and unanswered; return how many rows."""
    now = clock.now()
    with transaction.atomic():
        rows = list(
            _open_rows()
            .filter(_nudge_is_lost(now))
            .select_for_update(skip_locked=True)
            .order_by("available_at")[:SWEEP_LIMIT]
        )
        Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(nudged_at=now)
    for row in rows:
        nudge(row.task, row.dedupe_key)
    return len(rows)


def _nudge_is_lost(now: datetime) -> Q:
    lost = Q(available_at__lte=now, nudged_at__lte=now - NUDGE_LOST_AFTER)
    is_young = Q(available_at__gt=now - YOUNG)
    return lost & (is_young | Q(nudged_at__lte=now - NUDGE_OLD_AFTER))


def drain() -> int:
    """Do all due work in this process, for tests and the demo's story; return how much was done.

    Unlike a worker it does not hide failures: what a task raises is raised here.
    """
    autodiscover_modules("tasks")
    done = 0
    while keys := list(
        _open_rows().filter(available_at__lte=clock.now()).values_list("dedupe_key", flat=True)
    ):
        progress = sum(claims.perform(key) for key in keys)
        if not progress:
            break
        done += progress
    return done


def _open_rows() -> QuerySet[Outbox]:
    return Outbox.objects.filter(done_at__isnull=True)
