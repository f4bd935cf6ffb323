"""A month on the calendar: one's own deadlines and the sittings one may see."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from core.base import clock
from core.notifications import deadlines
from core.notifications.month import month_of
from demo.cast import build_cast
from tests import commission_builders
from tests.builders import kyiv
from tests.core.notifications.people import official

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return build_cast()


def owe(person, day: date) -> None:
    deadlines.open_deadline(
        kind="opinion",
        subject=f"opinion:{day}",
        number="DZ-2026-00017",
        link="/opinions/",
        due_on=day,
        recipients=[person],
        reason="Asked by the officer",
    )


def marked(month):
    return {day.date: day.marks for week in month.weeks for day in week if day.marks}


def test_a_month_has_whole_weeks_and_only_ones_own_duties():
    person = official()
    with clock.at(kyiv(2026, 11, 24)):
        for day in (date(2026, 10, 26), date(2026, 11, 24), date(2026, 12, 6), date(2026, 12, 7)):
            owe(person, day)
        owe(official("Taras Rudokip"), date(2026, 11, 25))
        month = month_of(person, 2026, 11)
    days = [day for week in month.weeks for day in week]
    assert (days[0].date, days[-1].date) == (date(2026, 10, 26), date(2026, 12, 6))
    assert len(days) % 7 == 0
    assert set(marked(month)) == {date(2026, 10, 26), date(2026, 11, 24), date(2026, 12, 6)}
    assert [day.date for day in days if day.today] == [date(2026, 11, 24)]
    assert (month.before, month.after) == (date(2026, 10, 1), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("year", "month"), [(2026, 0), (2026, 13), (0, 1), (1, 1), (9999, 12), (12345, 1)]
)
def test_a_month_that_does_not_exist_is_not_found(year, month):
    with pytest.raises(Http404):
        month_of(official(), year, month)


def test_sittings_stand_on_their_kyiv_day_for_those_who_may_see_them(cast):
    held = kyiv(2026, 12, 1, 0) + timedelta(minutes=30)
    with clock.at(kyiv(2026, 11, 16)):
        sitting = commission_builders.convened(cast, held_at=held)
        of_secretary = marked(month_of(cast.secretary, 2026, 12))
        of_company = marked(month_of(cast.preparer, 2026, 12))
    [mark] = [one for one in of_secretary[date(2026, 12, 1)] if one.title == sitting.number]
    assert mark.note.startswith("00:30")
    assert mark.url == reverse("sittings:detail", args=[sitting.number])
    assert not any(one.title == sitting.number for one in of_company.get(date(2026, 12, 1), []))


def test_the_page_costs_the_same_however_much_is_due(client, cast, django_assert_max_num_queries):
    client.force_login(cast.officer)
    today = clock.today()
    for day in range(1, 29):
        owe(cast.officer, today.replace(day=day))
    with django_assert_max_num_queries(9):
        page = client.get(reverse("deadlines:month", args=[today.year, today.month]))
    assert page.content.decode().count("DZ-2026-00017") == 28
    assert client.get("/deadlines/2026/13/").status_code == 404
