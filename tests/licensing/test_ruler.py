"""What the day ruler of a case shows of days to come: the likely days and the next sitting."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.base import clock
from core.reference.selectors import working_calendar
from core.ui.ruler import places_of
from licensing.selectors.case.forecast import Forecast, forecast
from licensing.selectors.case.ruler import Ruler, ruler_of, with_forecast
from licensing.selectors.upward import SittingDays
from tests import builders

pytestmark = pytest.mark.django_db

ACCEPTED = builders.kyiv(2026, 11, 24)
DAY_ONE = date(2026, 11, 25)
NOW = builders.kyiv(2026, 12, 4)


@pytest.fixture
def ruler(cast) -> Ruler:
    with clock.at(ACCEPTED):
        case = builders.accepted(cast)
    with clock.at(NOW):
        found = ruler_of(case, working_calendar())
    assert found is not None
    return found


def told(first: int, last: int, *, cases: int = 9, sitting: int | None = None) -> Forecast:
    """Return a forecast with its days counted from the first day of the term."""
    day = [DAY_ONE + timedelta(days=place) for place in (first, last)]
    planned = [] if sitting is None else [DAY_ONE + timedelta(days=sitting)]
    return Forecast(
        cases=cases, shortest=1, usual=first, longest=last, half=(first, last),
        likely_between=(day[0], day[1]), likely_on=day[0], moved_to_sitting=False,
        was_considered=False, sittings=SittingDays(None, planned),
    )  # fmt: skip


def drawn(ruler: Ruler, kind: str) -> list[int]:
    return [place for place, cell in enumerate(ruler.cells) if cell.kind == kind]


def test_the_likely_days_and_the_sitting_are_drawn(ruler: Ruler) -> None:
    shown = with_forecast(ruler, told(24, 30, sitting=15))
    assert drawn(shown, "forecast") == list(range(24, 31))
    assert drawn(shown, "sitting") == [15]
    assert len(shown.cells) == len(ruler.cells)
    assert [place.label.date for place in places_of(shown)][2] == DAY_ONE + timedelta(days=24)


def test_what_is_over_or_after_the_term_is_not_drawn(ruler: Ruler) -> None:
    shown = with_forecast(ruler, told(2, 400, sitting=300))
    assert min(drawn(shown, "forecast")) == drawn(ruler, "today")[0] + 1
    assert drawn(shown, "end") == drawn(ruler, "end")
    assert drawn(shown, "sitting") == []
    assert drawn(shown, "today") == drawn(ruler, "today")


@pytest.mark.parametrize("day", [10, 12, 44])
def test_a_label_that_would_lie_over_another_is_left_out(ruler: Ruler, day: int) -> None:
    assert with_forecast(ruler, told(day, day)).labels == ruler.labels


def test_too_few_cases_draw_no_band(cast, ruler: Ruler) -> None:
    few = replace(told(24, 30, cases=4), likely_between=None, likely_on=None)
    assert with_forecast(ruler, few) == ruler
    assert with_forecast(ruler, None) is ruler


def test_nothing_before_the_sitting_or_today_is_likely(cast) -> None:
    for _ in range(5):
        builders.decided(cast, lines=[builders.refuse(1), builders.refuse(2)])
    case = builders.accepted(cast)
    with clock.at(NOW):
        found = forecast(builders.fresh(case))
    assert found is not None
    assert found.likely_between is not None
    assert min(found.likely_between) >= clock.kyiv_date(NOW)
