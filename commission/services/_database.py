"""Row locks in their one order (case → sitting → round), and the database's refusals in words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection
from django.http import Http404

from commission.models import AgendaItem, Round, Sitting
from core.base.errors import DomainError
from licensing.models import Application

NOT_NOW = "55000"
TAKEN = "23505"
OVERLAPS = "23P01"


@contextmanager
def explained(refusals: Mapping[str, DomainError]) -> Iterator[None]:
    """Turn a refusal of the database into the sentence kept for its SQLSTATE.

    The error leaves the caller's atomic block, so nothing half-written stays.
    """
    try:
        yield
    except DatabaseError as error:
        known = refusals.get(getattr(error.__cause__, "pgcode", None) or "")
        if known is None:
            raise
        raise known from error


def database_now() -> datetime:
    """Return the clock of the database, which ends a written procedure; not the server's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def _first(rows: Any) -> Any:
    found = rows.first()
    if found is None:
        raise Http404
    return found


def lock_case(application_id: UUID) -> Application:
    """Take the case first, always: licensing locks the same row. Raises Http404."""
    found: Application = _first(
        Application.objects.select_for_update(of=("self",))
        .select_related("current_revision", "latest_checks", "officer")
        .filter(pk=application_id)
    )
    return found


def lock_sitting(sitting_id: UUID) -> Sitting:
    """Take the sitting. Raises Http404."""
    found: Sitting = _first(
        Sitting.objects.select_for_update(of=("self",))
        .select_related("rule_pack", "chair", "secretary")
        .filter(pk=sitting_id)
    )
    return found


def lock_item(item_id: UUID) -> AgendaItem:
    """Take case and sitting of an item, in this order, and return the item. Raises Http404."""
    keys = _first(AgendaItem.objects.filter(pk=item_id).values("application_id", "sitting_id"))
    application = lock_case(keys["application_id"])
    sitting = lock_sitting(keys["sitting_id"])
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item_id)
    item.application, item.sitting = application, sitting
    return item


def lock_round(round_id: UUID) -> Round:
    """Take the case, the sitting and then the round for good: ballots in flight are awaited.

    The exclusive lock conflicts with the share lock that each ballot's trigger takes.
    """
    found: Round = _first(Round.objects.filter(pk=round_id).select_related("question"))
    item = lock_item(found.question.item_id)
    taken = (
        Round.objects.select_for_update(of=("self",))
        .select_related("question", "rule_pack")
        .get(pk=round_id)
    )
    taken.question.item = item
    return taken
