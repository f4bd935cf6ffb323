"""The first page of a company says what is left of each permit."""

from decimal import Decimal

from licensing.selectors.upward import balances_of
from tests import builders
from tests.licensing.test_applicant_pages import browse, text
from tests.tracking import hands

__all__ = ["browse"]


def test_the_home_shows_what_is_left(cast, browse):
    licence = builders.decided(cast).licence
    hands.confirm(cast, hands.announce(cast, licence, 3))
    hands.announce(cast, licence, 2)
    line = balances_of([licence])[licence.pk][0]
    assert (line.quantity_shipped, line.quantity_announced) == (Decimal(3), Decimal(2))
    assert line.left == line.licensed - 5
    page = text(browse(cast.preparer).get("/applications/home/"))
    assert f"залишок {line.left.normalize():f} {line.unit_name}" in page


def test_the_balances_of_many_permits_cost_two_queries(cast, django_assert_max_num_queries):
    licences = [builders.decided(cast).licence for _ in range(3)]
    hands.announce(cast, licences[0], 1)
    with django_assert_max_num_queries(2):
        found = balances_of(licences)
    assert [found[one.pk][0].quantity_announced for one in licences] == [1, 0, 0]
