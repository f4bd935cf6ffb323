"""Background work of notices: the mail behind the outbox, and the beat's tasks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from celery import shared_task

from core.base import clock
from core.notifications import mailing, messages, outbox, reminders
from core.notifications.models import Heartbeat, Message

celery_task: Callable[..., Callable[[Callable[[], None]], object]] = shared_task


@outbox.outbox_task(messages.SEND_MAIL, seconds=30)
def send_mail(*, key: str) -> None:
    """Mail one message to its recipient, unless it was mailed or the person has left."""
    unsent = Message.objects.select_related("recipient").filter(mailed_at__isnull=True)
    message = unsent.filter(dedupe_key=key, recipient__is_active=True).first()
    if message is not None and mailing.deliver(message):
        message.mailed_at = clock.now()
        message.save(update_fields=["mailed_at"])


@outbox.outbox_task(mailing.SEND_DIGEST, seconds=60)
def send_digest(*, person_id: str, day: str) -> None:
    """Mail a person the notices of the day in one letter."""
    mailing.send_digest(person_id=UUID(person_id), day=date.fromisoformat(day))


@celery_task(name="notifications.digests", ignore_result=True, time_limit=60, soft_time_limit=50)
def promise_digests() -> None:
    """Promise the digests of the morning; safe to run twice, also at the same moment."""
    mailing.promise_digests()


@celery_task(name="notifications.sweep", ignore_result=True, time_limit=60, soft_time_limit=50)
def sweep() -> None:
    """Send lost nudges again and leave a sign of life for ``/readyz``; safe to run twice."""
    now = clock.now()
    Heartbeat.objects.update_or_create(name="sweep", defaults={"at": now})
    outbox.sweep()


@celery_task(name="notifications.remind", ignore_result=True, time_limit=300, soft_time_limit=270)
def remind() -> None:
    """Send the reminders of the day; safe to run twice, also at the same moment."""
    reminders.run()
