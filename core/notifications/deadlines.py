"""Open, move, meet and cancel what somebody owes by a date. Reminders read these rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from core.accounts.models import User
from core.base import clock
from core.notifications.models import Deadline


def open_deadline(
    *,
    kind: str,
    subject: str,
    number: str,
    link: str,
    due_on: date,
    recipients: Iterable[User],
    reason: str = "",
    overseers: Iterable[User] = (),
) -> Deadline:
    """Put a duty on ``recipients``: ``subject`` is due on the Kyiv date ``due_on``.

    ``subject`` names the thing owed (``question:<uuid>``), so that one case can carry several.
    There is one open row for each kind and subject: opening again moves it and replaces the
    people. ``number`` and ``link`` say where it is shown, ``reason`` quotes the rule. The
    ``overseers`` are told when it is overdue, on the days of the schedule; without any, the
    role that the schedule names is.
    """
    shown = {"number": number, "link": link, "reason": reason}
    with transaction.atomic(savepoint=False):
        deadline, is_new = Deadline.objects.select_for_update().get_or_create(
            kind=kind,
            subject=subject,
            met_at=None,
            cancelled_at=None,
            defaults={"due_on": due_on, **shown},
        )
        if is_new:
            deadline.recipients.add(*recipients)
            deadline.overseers.add(*overseers)
        else:
            _change(deadline, due_on=due_on, **shown)
            deadline.recipients.set(recipients)
            deadline.overseers.set(overseers)
    return deadline


def move(*, kind: str, subject: str, due_on: date, reason: str = "") -> int:
    """Give the open deadline another date (a pause, an extension); return how many rows moved."""
    with transaction.atomic():
        rows = list(_open(kind=kind, subject=subject).select_for_update())
        for deadline in rows:
            _change(deadline, due_on=due_on, reason=reason or deadline.reason)
    return len(rows)


def meet(*, kind: str, subject: str) -> int:
    """The duty was done: close the open deadline; return how many rows. Repeating is harmless."""
    return _open(kind=kind, subject=subject).update(met_at=clock.now())


def cancel(*, subject: str, kind: str | None = None) -> int:
    """Nobody owes it any more (withdrawn, returned); without ``kind`` all kinds of a subject."""
    rows = _open(subject=subject) if kind is None else _open(subject=subject, kind=kind)
    return rows.update(cancelled_at=clock.now())


def hand_over(*, subject: str, old: User, new: User) -> None:
    """What ``old`` owed on a thing, ``new`` owes from now on; the others stay as they are."""
    for deadline in _open(subject=subject).filter(recipients=old):
        deadline.recipients.remove(old)
        deadline.recipients.add(new)


def _open(**conditions: str) -> QuerySet[Deadline]:
    return Deadline.objects.filter(met_at__isnull=True, cancelled_at__isnull=True, **conditions)


def _change(deadline: Deadline, *, due_on: date, **shown: str) -> None:
    if deadline.due_on != due_on:
        deadline.due_on = due_on
        deadline.scheduled_at = clock.now()
    for name, value in shown.items():
        setattr(deadline, name, value)
    deadline.save(update_fields=["due_on", "scheduled_at", *shown])
