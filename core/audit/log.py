"""The one way to write an event. Everybody records; nobody else touches the table."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from core.audit import merkle
from core.audit.models import Event
from core.base import canonical, clock

SCHEMA = "dozvil.event/1"
Actor: TypeAlias = AbstractBaseUser | AnonymousUser | None


def record(
    *,
    actor: Actor,
    verb: str,
    subject: str,
    number: str = "",
    data: Mapping[str, object] | None = None,
) -> Event:
    """Append one event inside the caller's transaction (design, rule 8) and return it.

    ``verb`` is noun and past participle (``case.submitted``), ``subject`` names the thing
    (``case:<uuid>``), ``number`` its printed number. ``actor`` is None for the clock itself.
    Raises TypeError when ``data`` holds something without a canonical text (a float).
    """
    at = clock.now()
    who = actor.pk if actor is not None else None
    content = {
        "schema": SCHEMA,
        "at": at,
        "actor": who,
        "verb": verb,
        "subject": subject,
        "number": number,
        "data": data or {},
        # Without salt the published leaf of a short fact (a vote!) could be guessed.
        "salt": secrets.token_hex(16),
    }
    body = canonical.dumps(content)
    return Event.objects.create(
        at=at,
        actor_id=who,
        verb=verb,
        subject=subject,
        number=number,
        body=body,
        leaf=merkle.leaf_hash(body.encode()),
    )
