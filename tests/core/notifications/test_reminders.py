"""Each reminder once per person and occasion, whatever the workers do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connections
from django.utils import translation

from core.base import clock
from core.notifications import deadlines, outbox, reminders, selectors
from core.notifications.models import Deadline, Message, Reminder
from tests.core.notifications.people import official

pytestmark = pytest.mark.usefixtures("_in_english")

OPENED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DUE = date(2026, 12, 10)


@pytest.fixture
def _in_english():
    with translation.override("en"):
        yield


def on(day: int, month: int = 12, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def owe(*people, kind: str = "question", due_on: date = DUE) -> Deadline:
    with clock.at(OPENED):
        return deadlines.open_deadline(
            kind=kind,
            subject="question:1",
            number="DZ-2026-00417",
            link="/cases/DZ-2026-00417/",
            due_on=due_on,
            recipients=people,
        )


def run(moment: datetime) -> int:
    with clock.at(moment):
        return reminders.run()


def told(person) -> list[str]:
    with clock.at(on(31)):
        return [entry.words.subject for entry in selectors.inbox(person).entries][::-1]


@pytest.mark.django_db
def test_two_people_are_reminded_once_on_each_day_of_the_schedule():
    olena, taras = official(), official("Taras Rudokip")
    owe(olena, taras)
    runs = [run(on(day)) for day in range(1, 20)]
    # On the first and the seventh day too late the head of licensing hears of it as well.
    assert [number for number in runs if number] == [2, 2, 2, 2, 3, 2, 3]
    assert told(olena) == told(taras)
    assert told(olena) == [
        "Answer on DZ-2026-00417: 7 days left",
        "Answer on DZ-2026-00417: 3 days left",
        "Answer on DZ-2026-00417: 1 day left",
        "Answer on DZ-2026-00417: today",
        "Answer on DZ-2026-00417: 1 day overdue",
        "Answer on DZ-2026-00417: 3 days overdue",
        "Answer on DZ-2026-00417: 7 days overdue",
    ]


@pytest.mark.django_db
def test_running_every_minute_of_the_day_sends_one():
    owe(official())
    assert sum(run(on(3, hour=hour)) for hour in range(1, 22)) == 1


@pytest.mark.django_db
def test_a_reminder_goes_out_by_mail_too(mailoutbox):
    owe(official())
    for _ in range(2):
        run(on(9))
        with clock.at(on(9)):
            outbox.drain()
    assert [mail.subject for mail in mailoutbox] == ["Answer on DZ-2026-00417: 1 day left"]


@pytest.mark.django_db
def test_days_of_silence_are_made_good_without_stale_words():
    olena = official()
    owe(olena)
    run(on(8))
    run(on(12))
    assert told(olena) == [
        "Answer on DZ-2026-00417: 2 days left",
        "Answer on DZ-2026-00417: 2 days overdue",
    ]


@pytest.mark.django_db
def test_what_is_met_or_cancelled_is_not_reminded():
    owe(official())
    deadlines.meet(kind="question", subject="question:1")
    assert run(on(9)) == 0
    owe(official("Taras Rudokip"))
    deadlines.cancel(subject="question:1")
    assert run(on(9)) == 0


@pytest.mark.django_db
def test_a_moved_deadline_is_announced_again_for_its_new_date():
    olena = official()
    owe(olena)
    run(on(9))
    with clock.at(on(9)):
        assert deadlines.move(kind="question", subject="question:1", due_on=date(2026, 12, 17)) == 1
    assert [run(on(day)) for day in (9, 10, 13, 14)] == [0, 1, 0, 1]
    assert told(olena)[-1] == "Answer on DZ-2026-00417: 3 days left"


@pytest.mark.django_db
def test_opening_again_keeps_one_row_and_replaces_the_people():
    olena, taras = official(), official("Taras Rudokip")
    owe(olena)
    owe(taras, due_on=date(2026, 12, 12))
    assert Deadline.objects.filter(kind="question").count() == 1
    assert run(on(12)) == 1
    assert told(olena) == []


@pytest.mark.django_db
def test_somebody_added_later_is_reminded_as_well():
    olena, taras = official(), official("Taras Rudokip")
    owe(olena)
    run(on(9))
    owe(olena, taras)
    assert run(on(9)) == 1
    assert len(told(olena)) == len(told(taras)) == 1


@pytest.mark.django_db
def test_who_left_is_not_reminded():
    olena = official()
    owe(olena)
    olena.is_active = False
    olena.save()
    run(on(9))
    assert told(olena) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "due_on"),
    [
        # 22:30 UTC is half past midnight in Kyiv in winter, half past one in summer
        (datetime(2026, 12, 9, 22, 30, tzinfo=UTC), date(2026, 12, 10)),
        (datetime(2027, 7, 9, 21, 30, tzinfo=UTC), date(2027, 7, 10)),
        # the nights when the clocks change: 28 March and 31 October 2027
        (datetime(2027, 3, 27, 22, 30, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 3, 28, 20, 59, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 10, 30, 21, 30, tzinfo=UTC), date(2027, 10, 31)),
        (datetime(2027, 10, 31, 21, 59, tzinfo=UTC), date(2027, 10, 31)),
    ],
)
def test_the_kyiv_date_decides(moment, due_on):
    olena = official()
    owe(olena, due_on=due_on)
    assert reminders.run(moment) == 1
    assert told(olena) == ["Answer on DZ-2026-00417: today"]


def test_concurrent_runs_remind_once(committed_db):
    people = [official(name) for name in ("Olena Marchenko", "Taras Rudokip", "Ira Bilyk")]
    for number in range(5):
        with clock.at(OPENED):
            deadlines.open_deadline(
                kind="opinion",
                subject=f"opinion:{number}",
                number=f"DZ-2026-0000{number}",
                link="/opinions/",
                due_on=DUE,
                recipients=people,
            )
    start = Barrier(4)

    def worker(_: int) -> int:
        start.wait(10)
        try:
            return reminders.run(on(9))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(worker, range(4))) == 15
    assert reminders.run(on(9)) == 0
    assert Reminder.objects.count() == Message.objects.count() == 15


def test_a_reminder_that_could_not_be_told_is_not_marked_as_given(committed_db, monkeypatch):
    owe(official())
    monkeypatch.setattr("core.notifications.reminders.notify", _fails)
    with pytest.raises(ZeroDivisionError):
        run(on(9))
    monkeypatch.undo()
    assert run(on(9)) == 1


def _fails(**_: object) -> None:
    raise ZeroDivisionError
