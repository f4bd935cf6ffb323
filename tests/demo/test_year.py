"""A simulated year over the seeded world: every reminder once, on its day, to its person.

The engine runs every day, and three times on the difficult ones. What it should have sent is
computed apart from it, from the rows and the published schedule (`reminders.json`), day by day and
without the engine's code.
"""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from core.accounts.models import User
from core.base import clock
from core.notifications import deadlines, reminders
from core.notifications.absences import set_absence
from core.notifications.models import Deadline, Message, Reminder
from demo.cast import Cast, build_cast

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

START = date(2026, 11, 23)
DAYS = 366
AWAY = (date(2027, 3, 22), date(2027, 4, 4))  # over the night in which an hour is lost
DATA = Path(settings.BASE_DIR) / "core" / "notifications" / "data" / "reminders.json"
# Due around both nights of the summer time, on 29 February's neighbour and over New Year.
EDGES = (date(2027, 3, 28), date(2027, 10, 31), date(2027, 2, 28), date(2026, 12, 31))

Sent = tuple[str, date, str]  # whom, on which Kyiv day, about which deadline


@pytest.fixture
def world(db) -> None:
    with clock.at(at(START, 6)):
        call_command("seed_demo", verbosity=0, stdout=open("/dev/null", "w"))  # noqa: SIM115
        open_what_the_story_lacks()
        cast = build_cast()
        set_absence(
            actor=cast.officer,
            person=cast.officer,
            deputy=cast.second_officer,
            starts_on=AWAY[0],
            ends_on=AWAY[1],
        )


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=clock.KYIV).astimezone(UTC)


def open_what_the_story_lacks() -> None:
    """One deadline of every kind on each difficult day, whatever the story holds."""
    cast = build_cast()
    for row in schedule_rows():
        for day in EDGES:
            deadlines.open_deadline(
                kind=row["kind"],
                subject=f"year:{row['kind']}:{day}",
                number=f"DZ-{row['kind']}-{day}",
                link="/inbox/",
                due_on=day,
                recipients=[cast.officer, cast.preparer],
                overseers=[cast.second_officer] if row["escalate_days"] else [],
            )


def schedule_rows() -> list[dict]:
    return json.loads(DATA.read_text())


def the_year() -> None:
    for number in range(DAYS):
        day = START + timedelta(days=number)
        for hour in (0, 9, 23) if day in EDGES else (9,):
            with clock.at(at(day, hour)):
                reminders.run()


def expected(told_before: set[Sent]) -> Counter[Sent]:
    """Compute from the rows who must have been told on which day."""
    rows = {row["kind"]: row for row in schedule_rows()}
    cast = build_cast()
    found: Counter[Sent] = Counter()
    for deadline in Deadline.objects.filter(met_at=None, cancelled_at=None):
        row = rows[deadline.kind]
        known = clock.kyiv_date(deadline.scheduled_at)
        for offset in row["days"]:
            day = deadline.due_on + timedelta(days=offset)
            if known < day and START < day < START + timedelta(days=DAYS):
                for person in people(deadline, row, offset):
                    for told in {person, stand_in(cast, person, day)} - {None}:
                        found[told, day, f"{deadline.pk}"] = 1
    return found


def people(deadline: Deadline, row: dict, offset: int) -> set[str]:
    owing = {person.email for person in deadline.recipients.all() if person.is_active}
    if owing and offset not in row["escalate_days"]:
        return owing
    watching = {person.email for person in deadline.overseers.all() if person.is_active}
    if not watching and row["escalate_to"]:
        holders = User.objects.filter(groups__name=row["escalate_to"], is_active=True)
        watching = set(holders.values_list("email", flat=True))
    return owing | watching


def stand_in(cast: Cast, email: str, day: date) -> str | None:
    away = AWAY[0] <= day <= AWAY[1] and email == cast.officer.email
    return cast.second_officer.email if away else None


def sent() -> Counter[Sent]:
    rows = Message.objects.filter(dedupe_key__startswith="reminder:").select_related("recipient")
    return Counter(
        (row.recipient.email, clock.kyiv_date(row.created_at), row.dedupe_key.split(":")[1])
        for row in rows
    )


def readable(found: Counter[Sent]) -> Counter[Sent]:
    """Leave out what a person may not read: a restricted case is not named to her."""
    from django.utils.module_loading import import_string

    readers = import_string(settings.READERS)
    links = dict(Deadline.objects.values_list("pk", "link"))
    by_email = {user.email: user for user in User.objects.all()}
    kept: Counter[Sent] = Counter()
    for (email, day, pk), number in found.items():
        link = next(link for key, link in links.items() if str(key) == pk)
        if readers(link, [by_email[email]]):
            kept[email, day, pk] = number
    return kept


def test_every_reminder_of_the_year_is_sent_once_on_its_day_to_its_person(world):
    kinds = set(
        Deadline.objects.filter(met_at=None, cancelled_at=None).values_list("kind", flat=True)
    )
    assert kinds == {row["kind"] for row in schedule_rows()}
    with clock.at(at(START, 7)):
        reminders.run()  # what the weeks of the story call for, made good on the first day
    before = set(sent())
    the_year()
    after = Counter({key: number for key, number in sent().items() if key not in before})
    wanted = readable(expected(before))
    assert after - wanted == Counter(), "sent, and nobody should have been"
    assert wanted - after == Counter(), "not sent, and should have been"
    assert len(wanted) > 400
    assert len({pk for _, _, pk in wanted}) >= len(kinds) * len(EDGES)
    assert Reminder.objects.count() == len(
        set(Reminder.objects.values_list("deadline", "person", "due_on", "occasion"))
    )
