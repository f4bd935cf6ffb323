"""The reminder engine: one pass over the open deadlines, each reminder once per person.

It may run every minute, in two workers at once, or after days of silence: the row in ``Reminder``
and the message are written in one transaction, and the row can exist only once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from core.base import clock
from core.notifications import escalation, schedule
from core.notifications.escalation import Addressed
from core.notifications.messages import notify
from core.notifications.models import Deadline, Reminder
from core.notifications.texts import Kind

CLAIM = """
    INSERT INTO notifications_reminder
        (id, created_at, deadline_id, person_id, due_on, occasion)
    SELECT gen_random_uuid(), %s, %s, person, %s, %s FROM unnest(%s::uuid[]) AS person
    ON CONFLICT DO NOTHING
    RETURNING person_id
"""


def run(now: datetime | None = None) -> int:
    """Send every reminder that the Kyiv date of ``now`` calls for; return how many were new."""
    today = clock.kyiv_date(now or clock.now())
    return sum(_remind(deadline_id, today) for deadline_id in _unreminded(today))


def _unreminded(today: date) -> Iterable[UUID]:
    """Open deadlines with an occasion today and somebody not yet reminded of it."""
    due = [
        (deadline, occasion)
        for deadline in _open_until(today)
        if (occasion := _occasion(deadline, today)) is not None
    ]
    keys = Reminder.objects.filter(deadline__in=[deadline for deadline, _ in due])
    reminded = set(keys.values_list("deadline_id", "person_id", "due_on", "occasion"))
    return [
        deadline.pk
        for deadline, occasion in due
        if any(
            (deadline.pk, person, deadline.due_on, occasion) not in reminded
            for person in escalation.addressed(deadline, occasion, today)
        )
    ]


def _open_until(today: date) -> Iterable[Deadline]:
    rows = Deadline.objects.filter(
        met_at__isnull=True,
        cancelled_at__isnull=True,
        due_on__lte=today + schedule.longest_notice(),
        kind__in=schedule.kinds(),
    )
    return rows.prefetch_related("recipients", "overseers").order_by("due_on", "id")


def _occasion(deadline: Deadline, today: date) -> int | None:
    return schedule.occasion_on(
        today,
        kind=deadline.kind,
        due_on=deadline.due_on,
        known_on=clock.kyiv_date(deadline.scheduled_at),
    )


@transaction.atomic
def _remind(deadline_id: UUID, today: date) -> int:
    """Claim and tell in one transaction; the locked row cannot be met or moved in between."""
    open_rows = Deadline.objects.filter(met_at__isnull=True, cancelled_at__isnull=True)
    deadline = open_rows.select_for_update(skip_locked=True).filter(pk=deadline_id).first()
    occasion = _occasion(deadline, today) if deadline else None
    if deadline is None or occasion is None:
        return 0
    wanted = escalation.addressed(deadline, occasion, today)
    claimed = [wanted[person] for person in _claim(deadline, occasion, wanted)]
    _tell(deadline, occasion, today, f"reminder.{deadline.kind}", [o for o in claimed if o.owes])
    others = [one for one in claimed if not one.owes]
    _tell(deadline, occasion, today, Kind.DEADLINE_ESCALATED, others)
    return len(claimed)


def _tell(
    deadline: Deadline, occasion: int, today: date, kind: str, people: list[Addressed]
) -> None:
    notify(
        recipients=[one.person for one in people],
        kind=kind,
        params={
            "number": deadline.number,
            "due_on": deadline.due_on.isoformat(),
            "days": (deadline.due_on - today).days,
        },
        link=deadline.link,
        key=f"reminder:{deadline.pk}:{deadline.due_on}:{occasion}",
    )


def _claim(deadline: Deadline, occasion: int, people: Iterable[UUID]) -> list[UUID]:
    """Write the reminders that do not exist yet; return the people they are for."""
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM,
            [clock.now(), deadline.pk, deadline.due_on, occasion, sorted(map(str, people))],
        )
        return [person for (person,) in cursor.fetchall()]
