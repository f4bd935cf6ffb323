"""The forecast of a case knows the planned sittings, on its agenda or not."""

from datetime import timedelta

from core.base import clock
from licensing.selectors.case.forecast import forecast
from tests import builders, commission_builders
from tests.licensing.test_applicant_pages import at, browse, text

__all__ = ["browse"]


def test_a_planned_sitting_without_the_case_counts_already(cast, browse):
    case = builders.accepted(cast)
    before = forecast(case)
    assert before is not None
    assert (before.sittings.own, before.sittings.planned) == (None, [])
    soon = clock.now() + timedelta(days=12)
    commission_builders.convened(cast, soon)
    told = forecast(case)
    assert told is not None
    assert told.sittings.planned == [clock.kyiv_date(soon)]
    page = text(browse(cast.preparer).get(at("detail", case)))
    assert "Порядку денного ця справа ще не має" in page


def test_no_decision_is_foretold_before_the_sitting(cast):
    case = builders.accepted(cast)
    for _ in range(5):
        builders.decided(cast, lines=[builders.refuse(1), builders.refuse(2)])
    soon = clock.now() + timedelta(days=40)
    commission_builders.convened(cast, soon)
    told = forecast(builders.fresh(case))
    assert told is not None
    assert told.is_told
    assert told.moved_to_sitting
    assert told.likely_on == clock.kyiv_date(soon)


def test_the_own_sitting_is_named(cast):
    soon = clock.now() + timedelta(days=9)
    item = commission_builders.placed(cast, commission_builders.convened(cast, soon))
    told = forecast(item.application)
    assert told is not None
    assert told.sittings.own == clock.kyiv_date(soon)
