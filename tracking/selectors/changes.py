"""What happened to licences and shipments since a place in the ledger, for programs of customs.

The place is given by the one sequencer after the commit: a slow transaction never slips in before
a place that was already read.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import Http404

from core.accounts.models import User
from core.accounts.policies import has_permission
from core.audit.models import Event

PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One event: what, to which number, when, at which place of the ledger."""

    position: int
    verb: str
    number: str
    at: datetime


def changes_after(user: User, key: str) -> list[Change]:
    """Return the next changes after the place `key`; "" starts at the first. Raises Http404."""
    if not has_permission(user, "view_licences"):
        raise Http404
    events = Event.objects.filter(
        Q(subject__startswith="licence:") | Q(subject__startswith="shipment:"),
        place__index__gt=int(key) if key.isdecimal() and len(key) < 18 else -1,
    )
    rows = events.order_by("place__index").values_list("place__index", "verb", "number", "at")
    return [Change(*row) for row in rows[:PAGE_SIZE]]
