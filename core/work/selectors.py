"""Reads of long work: one's own, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from core.accounts.models import User
from core.base import clock
from core.work import texts
from core.work.models import OPEN, LongWork, State

MOST_SHOWN = 50
# A worker says something every half second; after a minute of silence it is taken for gone.
SILENCE = 60


@dataclass(frozen=True)
class Shown:
    """A piece of work as its component shows it."""

    work: LongWork
    title: str
    percent: int | None
    is_silent: bool

    @property
    def stops(self) -> bool:
        """Return whether the end was asked for and has not come."""
        return self.work.is_open and self.work.cancel_asked_at is not None


def own(person: User) -> list[Shown]:
    """Return what this person asked for, newest first."""
    return [shown(work) for work in _own(person)[:MOST_SHOWN]]


def failed() -> QuerySet[LongWork]:
    """Return the work of everybody that the machinery gave up, newest first."""
    return LongWork.objects.filter(state=State.FAILED).exclude(fault="")


def work_of(person: User, work_id: UUID) -> LongWork:
    """Return one piece of this person's work. Raises Http404 for a foreign or unknown one."""
    return get_object_or_404(_own(person), pk=work_id)


def work_on(person: User, subject: str) -> Shown | None:
    """Return this person's latest piece of work on a subject, while it is not done."""
    latest = _own(person).filter(subject=subject).first()
    return shown(latest) if latest and latest.state != State.DONE else None


def shown(work: LongWork) -> Shown:
    """Make a piece of work ready for ``work/progress.html``."""
    return Shown(
        work=work,
        title=texts.title(work.kind),
        percent=_percent(work),
        is_silent=_is_silent(work),
    )


def is_under_way(subject: str) -> bool:
    """Return whether anybody's work on a subject waits or runs."""
    return LongWork.objects.filter(subject=subject, state__in=OPEN).exists()


def is_cancelled(work_id: UUID) -> bool:
    """Return whether the work must stop: it was asked to, or it has ended."""
    rows = LongWork.objects.filter(pk=work_id, cancel_asked_at__isnull=True, ended_at__isnull=True)
    return not rows.exists()


def _own(person: User) -> QuerySet[LongWork]:
    return LongWork.objects.filter(owner=person)


def _percent(work: LongWork) -> int | None:
    if work.state == State.DONE:
        return 100
    return 100 * work.done // work.total if work.total else None


def _is_silent(work: LongWork) -> bool:
    if work.state != State.RUNNING or work.seen_at is None:
        return False
    return (clock.now() - work.seen_at).total_seconds() > SILENCE
