"""What is late comes to the next person; who is away is stood in for."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.accounts.roles import Role
from core.base import clock
from core.notifications import deadlines, reminders
from core.notifications.absences import set_absence
from core.notifications.models import Message
from demo.cast import Cast, build_cast

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 10)
OPENED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def cast(db) -> Cast:
    return build_cast()


def owe(*people, overseers=(), kind: str = "opinion") -> None:
    with clock.at(OPENED):
        deadlines.open_deadline(
            kind=kind,
            subject="thing:1",
            number="DZ-2026-00417",
            link="/inbox/",
            due_on=DUE,
            recipients=people,
            overseers=overseers,
        )


def told_on(offset: int) -> dict[str, set[str]]:
    """Run the engine on a day; return who was told what on it."""
    moment = datetime.combine(DUE, datetime.min.time(), UTC) + timedelta(days=offset, hours=9)
    with clock.at(moment):
        reminders.run()
        reminders.run()
        found: dict[str, set[str]] = {}
        for message in Message.objects.filter(created_at=moment).select_related("recipient"):
            found.setdefault(message.kind, set()).add(message.recipient.email)
        return found


def emails(*people) -> set[str]:
    return {person.email for person in people}


def test_the_overseer_hears_of_it_when_it_is_late_and_not_before(cast):
    owe(cast.adviser_mod, overseers=[cast.officer])
    assert told_on(0) == {"reminder.opinion": emails(cast.adviser_mod)}
    assert told_on(1) == {
        "reminder.opinion": emails(cast.adviser_mod),
        "deadline.escalated": emails(cast.officer),
    }
    assert told_on(3) == {"reminder.opinion": emails(cast.adviser_mod)}


def test_without_an_overseer_the_role_of_the_schedule_hears_of_it(cast):
    owe(cast.adviser_mod)
    assert told_on(7)["deadline.escalated"] == emails(cast.head)


def test_who_owes_it_and_watches_over_it_is_told_once(cast):
    owe(cast.officer, overseers=[cast.officer])
    assert told_on(1) == {"reminder.opinion": emails(cast.officer)}


def test_when_nobody_is_left_the_next_person_gets_all_of_it(cast):
    owe(cast.adviser_mod, overseers=[cast.officer])
    cast.adviser_mod.is_active = False
    cast.adviser_mod.save()
    assert told_on(-3) == {"deadline.escalated": emails(cast.officer)}


def test_the_deputy_of_who_is_away_is_told_too(cast):
    owe(cast.officer)
    with clock.at(OPENED):
        set_absence(
            actor=cast.officer,
            person=cast.officer,
            deputy=cast.second_officer,
            starts_on=DUE - timedelta(days=3),
            ends_on=DUE - timedelta(days=1),
        )
    assert told_on(-7) == {"reminder.opinion": emails(cast.officer)}
    assert told_on(-3) == {"reminder.opinion": emails(cast.officer, cast.second_officer)}
    assert told_on(0) == {"reminder.opinion": emails(cast.officer)}


def test_every_role_of_the_schedule_is_held_by_somebody(cast):
    from core.accounts.selectors import people_with_role
    from core.notifications import schedule

    for role in {rule.escalate_to for rule in schedule.rules()} - {""}:
        assert people_with_role(Role(role)).exists()
