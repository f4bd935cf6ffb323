"""What every page shows of the inbox."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.accounts.models import User
from core.notifications.selectors import unread_count


def inbox(request: HttpRequest) -> dict[str, object]:
    """``unread_messages``: one query, and only on pages that show the number."""
    person = getattr(request, "user", None)
    if not isinstance(person, User):
        return {"unread_messages": 0}
    return {"unread_messages": SimpleLazyObject(partial(unread_count, person))}
