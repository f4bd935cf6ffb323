"""Mail: one notice in words, and the demo's catcher in place of a mail server."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, make_msgid
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from core.accounts.models import User
from core.notifications import wording
from core.notifications.models import Message, SentMail


class StoredBackend(BaseEmailBackend):
    """Keeps mail where a page of the demo shows it (``/mail/``); nothing leaves the machine."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store each message once by its Message-ID; return how many were given."""
        caught = [
            SentMail(
                message_id=mail.extra_headers.get("Message-ID") or make_msgid(),
                recipients=", ".join(mail.recipients())[:500],
                subject=mail.subject[:300],
                text=str(mail.body),
            )
            for mail in email_messages
        ]
        SentMail.objects.bulk_create(caught, ignore_conflicts=True)
        return len(caught)


def compose(message: Message) -> EmailMultiAlternatives:
    """Write the mail of a message in its recipient's language: the fact and the link, no more.

    The Message-ID is made from the message, so a mail repeated after a crash is seen as one.
    """
    person = message.recipient
    with translation.override(person.language):
        words = wording.render(message.kind, message.params)
        context = {
            "words": words,
            "name": person.full_name,
            "url": settings.SITE_URL + message.link,
            "language": person.language,
        }
        mail = EmailMultiAlternatives(
            subject=words.subject,
            body=render_to_string("notifications/mail.txt", context),
            to=[person.email],
            headers={"Message-ID": f"<{message.pk}@{urlsplit(settings.SITE_URL).hostname}>"},
        )
        mail.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    return mail


def compose_digest(person: User, messages: Sequence[Message], day: date) -> EmailMultiAlternatives:
    """Write one mail of many messages: a subject and a link for each.

    The Message-ID is made from person and day, so a mail repeated after a crash is seen as one.
    """
    with translation.override(person.language):
        rows = [
            (wording.render(one.kind, one.params).subject, settings.SITE_URL + one.link)
            for one in messages
        ]
        subject = ngettext(
            "%(count)d notice from Dozvil", "%(count)d notices from Dozvil", len(rows)
        ) % {"count": len(rows)}
        context = {
            "subject": subject,
            "name": person.full_name,
            "rows": rows,
            "language": person.language,
            "url": settings.SITE_URL + "/inbox/",
        }
        host = urlsplit(settings.SITE_URL).hostname
        mail = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("notifications/digest.txt", context),
            to=[person.email],
            headers={"Message-ID": f"<digest-{person.pk}-{day}@{host}>"},
        )
        mail.attach_alternative(render_to_string("notifications/digest.html", context), "text/html")
    return mail
