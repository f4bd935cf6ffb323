"""The first page of a company: what needs us, what is under way, what runs out."""

from django.urls import reverse

from core.base import clock
from licensing.services import case as cases
from tests import builders
from tests.licensing.test_applicant_pages import browse, cost, text

__all__ = ["browse"]

HOME = "/applications/home/"


def test_the_home_says_what_needs_the_company(cast, browse):
    request = builders.questioned(cast)
    returned = builders.submitted(cast)
    cases.return_to_applicant(
        actor=cast.officer, application_id=returned.pk, version=returned.version, reasons="Бракує."
    )
    draft = builders.draft(cast, title="Чернетка для головної")
    page = text(browse(cast.preparer).get(HOME))
    assert request.application.number in page
    assert returned.number in page
    assert draft.title in page


def test_the_home_shows_permits_and_what_ends(cast, browse):
    decision = builders.decided(cast)
    client = browse(cast.preparer)
    assert decision.licence.number in text(client.get(HOME))
    with clock.at(builders.kyiv(2027, 8, 20)):
        page = text(client.get(HOME))
    assert page.count(decision.licence.number) >= 2
    with clock.at(builders.kyiv(2028, 12, 4)):
        page = text(client.get(HOME))
    assert reverse("manufacturers:company") in page.split("<main")[1]


def test_a_foreign_company_sees_nothing_of_it(cast, browse):
    request = builders.questioned(cast)
    page = text(browse(cast.foreign_preparer).get(HOME))
    assert request.application.number not in page
    assert cast.company.name_uk not in page


def test_the_home_costs_the_same_with_more_cases(cast, browse):
    builders.questioned(cast)
    builders.draft(cast)
    builders.decided(cast)
    client = browse(cast.preparer)
    few = cost(client, HOME)
    for _ in range(3):
        builders.accepted(cast)
        builders.draft(cast)
        builders.decided(cast)
    assert cost(client, HOME) == few
    assert few <= 20
