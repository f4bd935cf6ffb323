"""Notices to people: one row in the inbox and one mail for each, promised together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from core.accounts.models import User
from core.accounts.selectors import stand_ins
from core.base import clock
from core.notifications import outbox, wording
from core.notifications.models import Message

SEND_MAIL = "notifications.send_mail"
# Done by `core.webhooks`, which stands above this room.
TELL_COMPANY = "webhooks.tell"


def notify(
    *,
    recipients: Iterable[User],
    kind: str,
    params: Mapping[str, str | int],
    link: str,
    key: str,
    company: UUID | None = None,
) -> None:
    """Tell each active recipient the fact ``kind`` once for ``key``, in the caller's transaction.

    Who is away is told all the same, and so is the deputy. Nobody is told of a page that does not
    exist for her (`settings.READERS`): a restricted case stays unknown. A fact about the business
    of a `company` is told to its webhooks too.

    ``params`` fill the text (numbers, dates as ``YYYY-MM-DD``), never restricted content; ``link``
    is a path of this site. Raises ValueError for an unknown kind, a missing parameter or a
    foreign link.
    """
    wording.require(kind, params)
    _require_local(link)
    with transaction.atomic(savepoint=False):
        written = [
            Message(
                recipient=person,
                kind=kind,
                params=dict(params),
                link=link,
                dedupe_key=f"{key}:{person.pk}",
            )
            for person in _told(recipients, link)
        ]
        Message.objects.bulk_create(written, ignore_conflicts=True)
        promised = [_mail(message) for message in written]
        if company is not None:
            promised.append(_webhooks(company, kind, params, link, key))
        outbox.enqueue_many(promised)


def _told(recipients: Iterable[User], link: str) -> list[User]:
    """Return the active recipients and their deputies, each once, who may open the link."""
    named = {person.pk: person for person in recipients if person.is_active}
    told = named | {deputy.pk: deputy for deputy in stand_ins(named.values()).values()}
    readers: Callable[[str, list[User]], list[User]] = import_string(settings.READERS)
    return readers(link, list(told.values())) if told else []


def mark_read(*, actor: User, message_id: UUID) -> None:
    """Mark one of the actor's own messages as read; a foreign or unknown one is left alone."""
    _unread(actor).filter(pk=message_id).update(read_at=clock.now())


def mark_all_read(*, actor: User) -> None:
    """Mark all messages of the actor as read."""
    _unread(actor).update(read_at=clock.now())


def _unread(actor: User) -> QuerySet[Message]:
    return Message.objects.filter(recipient=actor, read_at__isnull=True)


def _mail(message: Message) -> outbox.Entry:
    key = message.dedupe_key
    return outbox.Entry(task=SEND_MAIL, key=f"mail:{key}", args={"key": key})


def _webhooks(
    company: UUID, kind: str, params: Mapping[str, str | int], link: str, key: str
) -> outbox.Entry:
    fact = {"kind": str(kind), "number": str(params.get("number", "")), "link": link}
    told = {"company_id": str(company), "key": key, "at": clock.now().isoformat()}
    return outbox.Entry(task=TELL_COMPANY, key=f"webhooks:{key}", args=fact | told)


def _require_local(link: str) -> None:
    if not link.startswith("/") or link.startswith("//"):
        raise ValueError("the link of a notice must be a path of this site")
