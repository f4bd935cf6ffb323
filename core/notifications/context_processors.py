"""What every page shows of the inbox."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.accounts.models import User
from core.notifications.selectors import unread_count


def inbox(request: HttpRequest) -> dict[str, object]:
    """``inbox_unread``: one query, and only on pages that show the number; None for nobody."""
    person = getattr(request, "user", None)
    if not isinstance(person, User):
        return {"inbox_unread": None}
    return {"inbox_unread": SimpleLazyObject(partial(unread_count, person))}
