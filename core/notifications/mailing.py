"""How a person is mailed: at once or once a day; and what is done when her address refuses.

The inbox is always complete. A mail is only a knock on the door, so an address that a server
refuses for good is not tried again until the person, or her address, says otherwise.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from smtplib import SMTPRecipientsRefused
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q, QuerySet

from core.accounts.models import User
from core.base import clock
from core.notifications import mail, outbox
from core.notifications.models import MailChoice, Message, Pace

SEND_DIGEST = "notifications.send_digest"
# By the clock on the wall in Kyiv, far from the hour that is lost or doubled with summer time.
DIGEST_HOUR = 8
# What was left unread and unmailed for longer is not news.
DIGEST_SPAN = timedelta(days=7)
FOR_GOOD = 500  # SMTP answers from here on are permanent, RFC 5321 4.2.1


@transaction.atomic
def choose_pace(*, actor: User, pace: Pace) -> MailChoice:
    """Mail the actor at once or once a day; an address that refused is tried again."""
    choice, _made = MailChoice.objects.update_or_create(
        person=actor, defaults={"pace": pace, "refused_at": None, "refused_address": ""}
    )
    return choice


def deliver(message: Message) -> bool:
    """Mail one message now; return whether it is out.

    Who wants a digest is mailed later. An address that refuses for good is remembered; anything
    else that fails is raised and tried again.
    """
    choice = MailChoice.objects.filter(person=message.recipient).first()
    if not _may_mail(message.recipient, choice) or (choice and choice.pace == Pace.DAILY):
        return False
    return _send(mail.compose(message), message.recipient)


def promise_digests() -> int:
    """After eight in the morning, promise the day's digest to everybody who wants one, once."""
    here = clock.now().astimezone(clock.KYIV)
    if here.hour < DIGEST_HOUR:
        return 0
    today = here.date()
    people = MailChoice.objects.filter(pace=Pace.DAILY, person__is_active=True)
    waiting = people.filter(Q(digest_on__isnull=True) | Q(digest_on__lt=today))
    with transaction.atomic():
        chosen = list(waiting.select_for_update(skip_locked=True))
        outbox.enqueue_many(_promise(choice, today) for choice in chosen)
        MailChoice.objects.filter(pk__in=[one.pk for one in chosen]).update(digest_on=today)
    return len(chosen)


def send_digest(*, person_id: UUID, day: date) -> None:
    """Mail what a person has not been mailed yet; nothing when there is nothing."""
    choice = MailChoice.objects.select_related("person").filter(person_id=person_id).first()
    if choice is None or not _may_mail(choice.person, choice):
        return
    unsent = _unsent(choice.person, clock.now())
    messages = list(unsent.select_for_update())
    if messages and _send(mail.compose_digest(choice.person, messages, day), choice.person):
        unsent.filter(pk__in=[one.pk for one in messages]).update(mailed_at=clock.now())


def _promise(choice: MailChoice, today: date) -> outbox.Entry:
    return outbox.Entry(
        task=SEND_DIGEST,
        key=f"digest:{choice.person_id}:{today}",
        args={"person_id": str(choice.person_id), "day": today.isoformat()},
    )


def _unsent(person: User, now: datetime) -> QuerySet[Message]:
    rows = Message.objects.filter(recipient=person, mailed_at=None, read_at=None)
    return rows.filter(created_at__gte=now - DIGEST_SPAN).order_by("created_at", "id")


def _may_mail(person: User, choice: MailChoice | None) -> bool:
    if not person.email:
        return False
    return choice is None or choice.refused_address != person.email


def _send(letter: EmailMultiAlternatives, person: User) -> bool:
    try:
        letter.send()
    except SMTPRecipientsRefused as refusal:
        if any(code < FOR_GOOD for code, _said in refusal.recipients.values()):
            raise
        refused = {"refused_at": clock.now(), "refused_address": person.email}
        MailChoice.objects.update_or_create(person=person, defaults=refused)
        return False
    return True
