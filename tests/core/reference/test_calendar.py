"""The working calendar is pure: every branch by hand."""

from datetime import date

import pytest

from core.reference.calendar import Period, WorkingCalendar

WAR = Period(date(2022, 2, 24), date(2026, 5, 4))
CALENDAR = WorkingCalendar(
    holidays=frozenset({date(2025, 8, 25), date(2026, 8, 24)}),
    days_off=frozenset({date(2026, 8, 25)}),
    moved_working=frozenset({date(2026, 8, 29)}),
    holidays_work=(WAR,),
)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 23), True),  # Monday
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 22), False),  # Sunday
        (date(2025, 8, 25), True),  # a holiday while holidays work
        (date(2026, 8, 24), False),  # the same holiday after the regime
        (date(2026, 8, 25), False),  # a single day off
        (date(2026, 8, 29), True),  # a Saturday to which a working day moved
    ],
)
def test_a_day_is_working_by_its_own_rule(day, working):
    assert CALENDAR.is_working(day) is working


def test_a_regime_does_not_make_weekends_work():
    assert CALENDAR.is_working(date(2026, 1, 10)) is False


def test_the_end_rolls_over_a_weekend_and_a_holiday_in_one_step():
    assert CALENDAR.roll_forward(date(2026, 8, 22)) == date(2026, 8, 26)
    assert CALENDAR.roll_forward(date(2026, 8, 26)) == date(2026, 8, 26)


def test_short_terms_count_working_days_only():
    assert CALENDAR.working_days_after(date(2026, 8, 21), 2) == date(2026, 8, 27)
    assert CALENDAR.working_days_after(date(2026, 8, 21), 0) == date(2026, 8, 21)


def test_a_calendar_without_working_days_is_refused():
    dead = WorkingCalendar(days_off=frozenset(date.fromordinal(n) for n in range(740000, 740100)))
    with pytest.raises(ValueError, match="no working day"):
        dead.roll_forward(date.fromordinal(740000))


def test_a_period_without_end_goes_on():
    assert date(2099, 1, 1) in Period(date(2026, 1, 1), None)
    assert date(2025, 12, 31) not in Period(date(2026, 1, 1), None)
