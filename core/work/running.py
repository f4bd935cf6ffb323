"""The worker's side of long work: register a function, count what is done, stop when asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.base.errors import DomainError
from core.notifications.claims import place_of
from core.notifications.outbox import outbox_task
from core.work import services
from core.work.models import OPEN, LongWork, State

# A row is written at most this often, in seconds: counting costs nothing in a tight loop.
EVERY = 0.5

GAVE_UP = _("It failed several times. The administrators of the system see why.")


class Cancelled(Exception):
    """The person asked for the end; a function lets it pass, after tidying up."""


class Progress:
    """What the function of a long work gets: its ids, how far it came before, and the counter."""

    def __init__(self, work: LongWork) -> None:
        self.work_id: UUID = work.pk
        self.owner_id: UUID = work.owner_id
        self.args: Mapping[str, str | int] = work.args
        #: Counted and written before a worker died; 0 at first. Resume from here or `restart`.
        self.done = work.done
        self._unwritten = 0
        self._written_at = float("-inf")

    def expect(self, total: int) -> None:
        """Say how much there is."""
        self._write(total)

    def advance(self, by: int = 1) -> None:
        """Count what is done. Raises Cancelled when the person asked for the end.

        Call it outside of a transaction: inside, nobody sees it before commit.
        """
        self.done += by
        self._unwritten += by
        if time.monotonic() - self._written_at >= EVERY:
            self._write()

    def keep(self) -> None:
        """Write the count now: whoever resumes will not do again what came before."""
        self._write()

    def restart(self) -> None:
        """Begin from nothing, for work that cannot be resumed."""
        LongWork.objects.filter(pk=self.work_id).update(done=0)
        self.done = self._unwritten = 0

    def _write(self, total: int | None = None) -> None:
        counted, self._unwritten = self._unwritten, 0
        if not services.advance(work_id=self.work_id, by=counted, total=total):
            raise Cancelled
        self._written_at = time.monotonic()


Function = Callable[[Progress], str]


def long_work(kind: str, *, seconds: int = 1800) -> Callable[[Function], Function]:
    """Register ``function(progress) → path of the result`` as the work of a kind.

    It runs outside a transaction and may be killed at any place: the next worker calls it again
    with ``progress.done`` as it was. ``seconds`` is the limit of one try. A DomainError ends the
    work with its sentence; any other failure is tried again, less and less often.
    """

    def register(function: Function) -> Function:
        @outbox_task(kind, heavy=True, seconds=seconds)
        def execute(*, work_id: str) -> None:
            perform(UUID(work_id), function)

        return function

    return register


def perform(work_id: UUID, function: Function) -> None:
    """Do one try of a piece of work. Raises what the function raises, while tries are left."""
    work = _take(work_id)
    if work is None:
        return
    try:
        result = function(Progress(work))
    except Cancelled:
        services.stop(work_id=work_id)
    except DomainError as refusal:
        with translation.override(work.owner.language):
            services.fail(work_id=work_id, problem=refusal.message)
    except Exception as problem:
        if not _gives_up(work, place_of(problem)):
            raise
    else:
        services.finish(work_id=work_id, result=result)


@transaction.atomic
def _take(work_id: UUID) -> LongWork | None:
    """Mark the work as running; None when it has ended, also right now because it was asked to."""
    rows = LongWork.objects.select_for_update(of=("self",)).select_related("owner")
    work = rows.filter(pk=work_id, state__in=OPEN).first()
    if work is None:
        return None
    if work.cancel_asked_at:
        services.stop(work_id=work_id)
        return None
    now = clock.now()
    work.state, work.seen_at = State.RUNNING, now
    work.started_at = work.started_at or now
    work.save(update_fields=["state", "seen_at", "started_at"])
    return work


@transaction.atomic
def _gives_up(work: LongWork, fault: str) -> bool:
    """Count a failure; end the work after too many that brought it no further."""
    moved = LongWork.objects.filter(pk=work.pk, done__gt=work.done).exists()
    failures = 1 if moved else work.failures + 1
    LongWork.objects.filter(pk=work.pk).update(failures=failures)
    if failures < services.MOST_FAILURES:
        return False
    with translation.override(work.owner.language):
        services.fail(work_id=work.pk, problem=str(GAVE_UP), fault=fault)
    return True
