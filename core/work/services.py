"""Start, move on, finish and cancel long work. See docs/work.md for how a room uses it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, Least
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import require_role
from core.accounts.roles import Role
from core.audit.log import record
from core.base import clock
from core.base.errors import Conflict
from core.notifications import outbox
from core.notifications.messages import notify
from core.notifications.texts import Kind as Notice
from core.work import texts
from core.work.models import OPEN, LongWork, State
from core.work.selectors import work_of

# Who waited longer than this has left the page and is told; who waited less still looks at it.
TELL_AFTER = timedelta(seconds=60)
MOST_FAILURES = 5


@transaction.atomic
def start(*, actor: User, kind: str, args: Mapping[str, str | int], subject: str = "") -> LongWork:
    """Promise the work that ``long_work(kind)`` registered; return its row, for its page.

    With a ``subject`` (``register:2026``) the same person has one open piece of a kind for it:
    a second click finds the first one. Event: ``work.started``.
    """
    work, is_new = _row(actor, kind, subject, args)
    if is_new:
        _promise(work, f"work:{work.pk}")
    return work


@transaction.atomic
def follow(*, actor: User, kind: str, subject: str = "", total: int | None = None) -> LongWork:
    """Open a row for work that has its own outbox task and reports with ``advance`` and ``finish``.

    For work in many short transactions, each of which promises the next.
    """
    work, _is_new = _row(actor, kind, subject, {}, total)
    return work


def advance(*, work_id: UUID, by: int = 0, total: int | None = None) -> bool:
    """Count ``by`` more as done, say how much there is; return False when the work must stop.

    Inside a transaction the reader sees it after commit. It stops when its person asked for it
    or when it has ended: then nothing is counted.
    """
    rows = LongWork.objects.filter(pk=work_id, state__in=OPEN, cancel_asked_at__isnull=True)
    now = clock.now()
    whole = Value(total) if total is not None else F("total")
    counted: dict[str, object] = {"done": Least(F("done") + by, whole), "seen_at": now}
    if total is not None:
        counted["total"] = total
    return bool(
        rows.update(state=State.RUNNING, started_at=Coalesce(F("started_at"), now), **counted)
    )


@transaction.atomic
def finish(*, work_id: UUID, result: str = "") -> None:
    """It is done; ``result`` is the path where it lies. Repeating is harmless."""
    _end(work_id, State.DONE, result=result)


@transaction.atomic
def stop(*, work_id: UUID) -> None:
    """The worker stopped because it was asked to. Repeating is harmless."""
    _end(work_id, State.CANCELLED)


@transaction.atomic
def fail(*, work_id: UUID, problem: str, fault: str = "") -> None:
    """It cannot be done; ``problem`` is a sentence for its person, without restricted content.

    ``fault`` is the place in the code where the machinery failed; with it an administrator may
    have the work tried again. A refusal has none: what it refuses is its person's to put right.
    """
    _end(work_id, State.FAILED, problem=problem, fault=fault)


@transaction.atomic
def retry(*, actor: User, work_id: UUID) -> LongWork:
    """Have work that the machinery failed done again, from where it came to.

    Its person owns it still. Event: ``work.retried``. Raises NotAllowed; Http404 for work that
    did not fail by a fault; Conflict when its person began the same anew meanwhile.
    """
    require_role(actor, Role.SYSTEM_ADMIN)
    rows = LongWork.objects.select_for_update(of=("self",)).exclude(fault="")
    work = get_object_or_404(rows, pk=work_id, state=State.FAILED)
    User.objects.select_for_update(no_key=True).get(pk=work.owner_id)
    if work.subject and _same(work.owner_id, work.kind, work.subject).exists():
        raise Conflict("work_begun_anew", _("Its person has begun the same work anew."))
    key = f"work:{work.pk}:{work.ended_at:%Y%m%d%H%M%S%f}"
    work.state, work.problem, work.fault, work.failures = State.WAITING, "", "", 0
    work.ended_at = work.cancel_asked_at = None
    work.save()
    about = {"kind": work.kind, "of": work.subject, "done": work.done}
    record(actor=actor, verb="work.retried", subject=f"work:{work.pk}", data=about)
    _promise(work, key)
    return work


@transaction.atomic
def cancel(*, actor: User, work_id: UUID) -> LongWork:
    """Ask for the end of one's own work; what no worker took yet ends at once.

    Asking twice, or after the end, changes nothing. Event: ``work.cancel_asked``. Raises Http404
    for a foreign piece of work.
    """
    work_of(actor, work_id)
    work = LongWork.objects.select_for_update().get(pk=work_id)
    if work.is_open and work.cancel_asked_at is None:
        work.cancel_asked_at = clock.now()
        work.save(update_fields=["cancel_asked_at"])
        record(actor=actor, verb="work.cancel_asked", subject=f"work:{work.pk}")
        if work.state == State.WAITING:
            _end(work.pk, State.CANCELLED)
    return work


def _row(
    actor: User,
    kind: str,
    subject: str,
    args: Mapping[str, str | int],
    total: int | None = None,
) -> tuple[LongWork, bool]:
    texts.title(kind)
    # The owner's lock makes two clicks at once one after the other.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if subject and (found := _same(actor.pk, kind, subject).first()):
        return found, False
    work = LongWork.objects.create(
        owner=actor, kind=kind, subject=subject, args=dict(args), total=total
    )
    about = {"kind": kind, "of": subject, "args": dict(args)}
    record(actor=actor, verb="work.started", subject=f"work:{work.pk}", data=about)
    return work, True


def _same(owner_id: UUID, kind: str, subject: str) -> QuerySet[LongWork]:
    return LongWork.objects.filter(owner=owner_id, kind=kind, subject=subject, state__in=OPEN)


def _promise(work: LongWork, key: str) -> None:
    outbox.enqueue(task=work.kind, key=key, args={"work_id": str(work.pk)})


def _end(
    work_id: UUID, state: State, *, result: str = "", problem: str = "", fault: str = ""
) -> None:
    rows = LongWork.objects.select_for_update(of=("self",)).select_related("owner")
    work = rows.filter(pk=work_id, state__in=OPEN).first()
    if work is None:
        return
    work.state, work.result = state, result
    work.problem, work.fault = problem[:500], fault[:300]
    work.ended_at = clock.now()
    if state == State.DONE and work.total is not None:
        work.done = work.total
    work.save(update_fields=["state", "result", "problem", "fault", "ended_at", "done"])
    about = {"state": str(state), "done": work.done, "failures": work.failures}
    record(actor=None, verb="work.ended", subject=f"work:{work.pk}", data=about)
    if state != State.CANCELLED and work.ended_at - work.created_at > TELL_AFTER:
        _tell(work)


def _tell(work: LongWork) -> None:
    notify(
        recipients=[work.owner],
        kind=Notice.WORK_DONE if work.state == State.DONE else Notice.WORK_FAILED,
        params={"started_at": work.created_at.isoformat()},
        link=reverse("work:page", args=[work.pk]),
        key=f"work:{work.pk}:{work.state}",
    )
