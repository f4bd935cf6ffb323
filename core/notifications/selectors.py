"""Reads for the inbox, the deadlines page, the demo's mail page and ``/readyz``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.module_loading import import_string

from core.accounts.models import User
from core.accounts.selectors import stands_in_for
from core.base import clock
from core.notifications import wording
from core.notifications.models import (
    CalendarFeed,
    Deadline,
    Heartbeat,
    MailChoice,
    Message,
    Outbox,
    SentMail,
)

PAGE = 30


@dataclass(frozen=True)
class InboxEntry:
    """A message in the reader's words."""

    id: UUID
    words: wording.Rendered
    at: datetime
    is_read: bool


@dataclass(frozen=True)
class InboxPage:
    """One page of the inbox; ``older`` is the key of the next one, if there is more."""

    entries: list[InboxEntry]
    older: UUID | None


@dataclass(frozen=True)
class Duty:
    """An open deadline with the days that remain (negative when overdue)."""

    deadline: Deadline
    title: str
    days: int
    left: str


def inbox(person: User, before: UUID | None = None) -> InboxPage:
    """Messages of one person, newest first, from the one after ``before`` on."""
    rows = Message.objects.filter(recipient=person)
    last = rows.filter(pk=before).first() if before else None
    if last:
        earlier = Q(created_at__lt=last.created_at)
        rows = rows.filter(earlier | Q(created_at=last.created_at, pk__lt=last.pk))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return InboxPage(
        entries=[_entry(message) for message in shown],
        older=shown[-1].pk if len(found) > PAGE else None,
    )


def message_of(person: User, message_id: UUID) -> Message:
    """One message of this person. Raises Http404 for a foreign or unknown one."""
    return get_object_or_404(Message, recipient=person, pk=message_id)


def unread_count(person: User) -> int:
    """How many messages this person has not opened."""
    return Message.objects.filter(recipient=person, read_at__isnull=True).count()


def duties(person: User, limit: int = 100, *, until: date | None = None) -> list[Duty]:
    """Open deadlines of one person, the most urgent first; none due after `until`."""
    today, rows = clock.today(), open_deadlines(person)
    if until is not None:
        rows = rows.filter(due_on__lte=until)
    return [_duty(deadline, today) for deadline in rows[:limit]]


def open_deadlines(person: User) -> QuerySet[Deadline]:
    """Open deadlines of one person, and of those for whom she stands in, by due date."""
    rows = Deadline.objects.filter(met_at__isnull=True, cancelled_at__isnull=True)
    hidden: Callable[[User], QuerySet[Any]] = import_string(settings.HIDDEN_NUMBERS)
    owed = Deadline.recipients.through.objects.filter(
        deadline=OuterRef("pk"), user__in=[person.pk, *stands_in_for(person)]
    )
    return rows.filter(Exists(owed)).exclude(number__in=hidden(person)).order_by("due_on", "id")


def mail_choice(person: User) -> MailChoice:
    """How a person is mailed; an unsaved row of the usual choice when she never chose."""
    return MailChoice.objects.filter(person=person).first() or MailChoice(person=person)


def has_calendar(person: User) -> bool:
    """Return whether a calendar feed of this person is open."""
    return CalendarFeed.objects.filter(person=person).exists()


def deadlines_for(subject: str) -> QuerySet[Deadline]:
    """All deadlines ever set on a thing; the caller knows that the reader may see it."""
    return Deadline.objects.filter(subject=subject).order_by("created_at")


def caught_mail(limit: int = 100) -> QuerySet[SentMail]:
    """Mail the demo kept, newest first."""
    return SentMail.objects.order_by("-created_at", "-id")[:limit]


def one_caught_mail(mail_id: UUID) -> SentMail:
    """One kept mail. Raises Http404."""
    return get_object_or_404(SentMail, pk=mail_id)


def outbox_age() -> int:
    """Seconds since the oldest promise that is not yet kept; 0 when all are."""
    oldest = Outbox.objects.filter(done_at__isnull=True).aggregate(at=Min("created_at"))["at"]
    return round((clock.now() - oldest).total_seconds()) if oldest else 0


def last_beat() -> int | None:
    """Seconds since a beat task last ran in a worker; None when none ever did."""
    beat = Heartbeat.objects.filter(name="sweep").first()
    return round((clock.now() - beat.at).total_seconds()) if beat else None


def _entry(message: Message) -> InboxEntry:
    return InboxEntry(
        id=message.pk,
        words=wording.render(message.kind, message.params),
        at=message.created_at,
        is_read=message.read_at is not None,
    )


def _duty(deadline: Deadline, today: date) -> Duty:
    days = (deadline.due_on - today).days
    return Duty(
        deadline=deadline,
        title=wording.duty(deadline.kind),
        days=days,
        left=wording.time_left(days),
    )
