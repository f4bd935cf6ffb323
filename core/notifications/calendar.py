"""A person's deadlines as a calendar feed (RFC 5545), behind an address that she can revoke.

The feed is read by programs without a sign-in, so it says no more than a mail does: what is due,
the number, the day and a link. Restricted cases are left out by the same selector as the page.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit.log import record
from core.notifications.models import CalendarFeed
from core.notifications.selectors import Duty, duties

MOST = 500
LINE = 75  # octets of one line, RFC 5545 3.1


@transaction.atomic
def open_feed(*, actor: User) -> str:
    """Give the actor a new secret address and return its token, which is shown only now.

    The former address stops working. Event: `calendar.opened`.
    """
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(person=actor, defaults={"digest": _digest(token)})
    record(actor=actor, verb="calendar.opened", subject=f"user:{actor.pk}")
    return token


@transaction.atomic
def revoke_feed(*, actor: User) -> None:
    """Close the actor's address; repeating is harmless. Event: `calendar.revoked`."""
    closed, _rows = CalendarFeed.objects.filter(person=actor).delete()
    if closed:
        record(actor=actor, verb="calendar.revoked", subject=f"user:{actor.pk}")


def person_of(token: str) -> User | None:
    """Return whose feed the token opens; None for an unknown or revoked one, or who has left."""
    rows = CalendarFeed.objects.select_related("person").filter(person__is_active=True)
    found = rows.filter(digest=_digest(token)).first()
    return found.person if found else None


def feed(person: User) -> str:
    """Write the open deadlines of a person in her language."""
    with translation.override(person.language):
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Dozvil//Deadlines//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            f"X-WR-CALNAME:{_text(_('Deadlines in Dozvil'))}",
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        ]
        for duty in duties(person, limit=MOST):
            lines += _event(duty)
    return "".join(_folded([*lines, "END:VCALENDAR"]))


def _event(duty: Duty) -> list[str]:
    """A whole day without a zone: a legal date is the same day wherever the calendar is read."""
    row = duty.deadline
    return [
        "BEGIN:VEVENT",
        f"UID:{row.pk}@{urlsplit(settings.SITE_URL).hostname}",
        f"DTSTAMP:{row.scheduled_at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{row.due_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{row.due_on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(f'{duty.title}, {row.number}')}",
        f"URL:{settings.SITE_URL}{iri_to_uri(row.link)}",
        "TRANSP:TRANSPARENT",
        "CLASS:PRIVATE",
        "END:VEVENT",
    ]


def _text(value: str) -> str:
    for sign in ("\\", ";", ","):
        value = value.replace(sign, f"\\{sign}")
    return value.replace("\r", "").replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> Iterable[str]:
    """End each line with CRLF and break it before it is longer than 75 octets."""
    for line in lines:
        piece = ""
        for letter in line:
            if len((piece + letter).encode()) > LINE:
                yield f"{piece}\r\n"
                piece = " "
            piece += letter
        yield f"{piece}\r\n"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
