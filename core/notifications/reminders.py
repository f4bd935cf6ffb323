"""The reminder engine: one pass over the open deadlines, each reminder once per person.

It may run every minute, in two workers at once, or after days of silence: the row in ``Reminder``
and the message are written in one transaction, and the row can exist only once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from core.accounts.models import User
from core.base import clock
from core.notifications import schedule
from core.notifications.messages import notify
from core.notifications.models import Deadline, Reminder

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
    due = {
        deadline.pk: (deadline.due_on, occasion)
        for deadline in _open_until(today)
        if (occasion := _occasion(deadline, today)) is not None
    }
    owing = Deadline.recipients.through.objects.filter(deadline_id__in=due)
    reminded = set(
        Reminder.objects.filter(deadline_id__in=due).values_list(
            "deadline_id", "person_id", "due_on", "occasion"
        )
    )
    pairs = owing.order_by("deadline_id").values_list("deadline_id", "user_id")
    waiting = [pk for pk, person in pairs if (pk, person, *due[pk]) not in reminded]
    return dict.fromkeys(waiting)


def _open_until(today: date) -> Iterable[Deadline]:
    return Deadline.objects.filter(
        met_at__isnull=True,
        cancelled_at__isnull=True,
        due_on__lte=today + schedule.LONGEST_NOTICE,
        kind__in=schedule.OCCASIONS,
    )


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
    people = _claim(deadline, occasion)
    notify(
        recipients=people,
        kind=f"reminder.{deadline.kind}",
        params={
            "number": deadline.number,
            "due_on": deadline.due_on.isoformat(),
            "days": (deadline.due_on - today).days,
        },
        link=deadline.link,
        key=f"reminder:{deadline.pk}:{deadline.due_on}:{occasion}",
    )
    return len(people)


def _claim(deadline: Deadline, occasion: int) -> list[User]:
    """Write the reminders that do not exist yet; return the people they are for."""
    owing = {person.pk: person for person in deadline.recipients.filter(is_active=True)}
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM,
            [clock.now(), deadline.pk, deadline.due_on, occasion, sorted(map(str, owing))],
        )
        return [owing[person] for (person,) in cursor.fetchall()]
