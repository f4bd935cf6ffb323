"""Which reminder a day calls for: the rule alone, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.notifications import texts
from core.notifications.schedule import OCCASIONS, occasion_on

DUE = date(2026, 12, 10)
LONG_AGO = date(2026, 11, 1)


def occasion(offset: int, *, kind: str = "question", known_on: date = LONG_AGO) -> int | None:
    return occasion_on(DUE + timedelta(days=offset), kind=kind, due_on=DUE, known_on=known_on)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(-8, None), (-7, -7), (-3, -3), (-1, -1), (0, 0), (1, 1), (3, 3), (7, 7)],
)
def test_each_occasion_has_its_day(offset, expected):
    assert occasion(offset) == expected


@pytest.mark.parametrize(("offset", "expected"), [(-5, -7), (-2, -3), (2, 1), (6, 3), (40, 7)])
def test_a_missed_day_is_made_good_with_the_newest_occasion(offset, expected):
    assert occasion(offset) == expected


def test_nothing_that_says_before_or_today_is_sent_after_the_day():
    assert [occasion(offset, kind="sitting") for offset in (0, 1, 2, 30)] == [0, None, None, None]


def test_who_was_told_today_is_not_reminded_today():
    assert occasion(-5, known_on=DUE - timedelta(days=5)) is None
    assert occasion(-3, known_on=DUE - timedelta(days=5)) == -3
    assert occasion(-3, known_on=DUE - timedelta(days=3)) is None


@pytest.mark.parametrize("kind", OCCASIONS)
def test_every_kind_of_deadline_has_its_texts_and_rising_days(kind):
    assert f"reminder.{kind}" in texts.TEXTS
    assert texts.duty(kind)
    assert list(OCCASIONS[kind]) == sorted(set(OCCASIONS[kind]))


@given(st.sampled_from(sorted(OCCASIONS)), st.integers(-60, 60), st.integers(-60, 60))
def test_an_occasion_has_come_and_was_not_announced_after(kind, offset, known):
    known_on = DUE + timedelta(days=known)
    found = occasion(offset, kind=kind, known_on=known_on)
    if found is not None:
        assert found <= offset
        assert DUE + timedelta(days=found) > known_on
        assert found > 0 or offset <= 0
