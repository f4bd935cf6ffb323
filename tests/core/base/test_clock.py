from datetime import UTC, date, datetime

import pytest

from core.base import clock


def test_the_legal_date_is_the_day_in_kyiv():
    with clock.at(datetime(2026, 11, 24, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 25)


def test_the_clock_goes_on_after_the_block():
    with clock.at(datetime(2020, 1, 1, tzinfo=UTC)):
        pass
    assert clock.now().year > 2020


def test_a_naive_instant_is_no_moment():
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 1, 1)):
        pass
