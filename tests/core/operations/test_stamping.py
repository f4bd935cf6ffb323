"""The stamp on the ledger as a duty: workers meet it week after week; people hear when not."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from pyhanko.sign.timestamps import DummyTimeStamper, TimestampRequestError

from core.audit.log import record
from core.base import clock
from core.documents import stamps
from core.documents.models import LogStamp
from core.notifications import reminders
from core.notifications.models import Deadline, Message
from core.operations import stamping
from demo.cast import Cast, build_cast
from tests.core.documents.stampers import STAMPED, served, stamping_authority
from tests.core.operations.test_operations import page

TODAY = clock.kyiv_date(STAMPED)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def stamper() -> DummyTimeStamper:
    return stamping_authority()


@pytest.fixture(scope="module")
def authority(stamper: DummyTimeStamper) -> Iterator[str]:
    with served(stamper) as address:
        yield address


@pytest.fixture
def cast(db, authority: str, stamper: DummyTimeStamper, settings) -> Iterator[Cast]:
    stamper.fixed_dt = STAMPED
    settings.TIMESTAMP_URL = f"{authority}/stamp"
    with clock.at(STAMPED):
        cast = build_cast()
        record(actor=None, verb="note.written", subject="case:1")
        yield cast


def owed() -> Deadline:
    return Deadline.objects.get(kind=stamping.KIND, met_at=None, cancelled_at=None)


def stamp_on(stamper: DummyTimeStamper, moment: datetime) -> None:
    stamper.fixed_dt = moment
    with clock.at(moment):
        stamping.keep_stamped()


def fail_to_stamp() -> None:
    with pytest.raises(TimestampRequestError):
        stamping.keep_stamped()


def told(cast: Cast, day: date) -> int:
    """Remind as on a day; return how many notices of the stamp the administrator has by then."""
    with clock.at(STAMPED + (day - TODAY)):
        reminders.run()
    return Message.objects.filter(recipient=cast.system_admin, kind="reminder.time_stamp").count()


def test_a_stamp_moves_the_one_duty_to_the_day_of_the_next(cast: Cast, stamper: DummyTimeStamper):
    stamping.keep_stamped()
    stamping.keep_stamped()
    duty = owed()
    assert duty.due_on == clock.kyiv_date(STAMPED + stamps.EVERY)
    assert list(duty.recipients.all()) == [cast.system_admin]
    assert duty.reason == LogStamp.objects.get().authority
    stamp_on(stamper, STAMPED + stamps.EVERY)
    assert owed().due_on == duty.due_on + stamps.EVERY
    assert LogStamp.objects.count() == 2
    assert Deadline.objects.filter(kind=stamping.KIND).count() == 1


def test_nobody_hears_of_it_while_the_workers_stamp(cast: Cast, stamper: DummyTimeStamper):
    for week in range(4):
        stamp_on(stamper, STAMPED + week * stamps.EVERY)
        assert told(cast, TODAY + week * stamps.EVERY + DAY) == 0
    assert told(cast, owed().due_on) == 0


def test_when_the_authority_is_away_the_administrator_hears_once_a_day_that_counts(
    cast: Cast, settings, authority: str, stamper: DummyTimeStamper
):
    stamping.keep_stamped()
    due = owed().due_on
    settings.TIMESTAMP_URL = f"{authority}/away"
    for late, heard in ((0, 0), (1, 1), (2, 1), (3, 2), (7, 3)):
        with clock.at(STAMPED + (due - TODAY) + late * DAY):
            fail_to_stamp()
        assert owed().due_on == due
        assert told(cast, due + late * DAY) == heard
    settings.TIMESTAMP_URL = f"{authority}/stamp"
    stamp_on(stamper, STAMPED + (due - TODAY) + 8 * DAY)
    assert owed().due_on > due


def test_waiting_for_the_first_stamp_does_not_move_its_day(cast: Cast, settings, authority: str):
    settings.TIMESTAMP_URL = f"{authority}/away"
    for late in range(3):
        with clock.at(STAMPED + late * DAY):
            fail_to_stamp()
    assert owed().due_on == TODAY
    assert told(cast, TODAY + 3 * DAY) == 1


def test_without_an_authority_nobody_owes_it_any_more(cast: Cast, settings):
    stamping.keep_stamped()
    settings.TIMESTAMP_URL = ""
    stamping.keep_stamped()
    assert not Deadline.objects.filter(kind=stamping.KIND, cancelled_at=None).exists()


def test_the_operations_page_says_how_it_stands(cast: Cast, settings):
    cast.system_admin.language = "en"
    cast.system_admin.save(update_fields=["language"])
    figures = lambda: page(cast.system_admin).get("/operations/").context["figures"]  # noqa: E731
    assert "due" in dict(figures())["Time-stamp of the ledger"]
    stamping.keep_stamped()
    said = dict(figures())["Time-stamp of the ledger"]
    assert "24 Nov 2026" in said
    assert "1 Dec 2026" in said
    settings.TIMESTAMP_URL = ""
    assert dict(figures())["Time-stamp of the ledger"] == "no authority is configured"
