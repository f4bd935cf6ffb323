"""A maker's number is found however it was copied, and only in permits the reader may see."""

import pytest

from licensing.selectors.search import search
from tests.tracking.hands import announce
from tracking.selectors.serial_search import find_serial

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped(cast, licence):
    return announce(cast, licence, 4, serials="S3-0225…S3-0228")


@pytest.mark.parametrize(
    "typed",
    ["S3-0226", "s3 0226", "S30226", "S3–O226", "53-0226", "S3-O226"],
)
def test_look_alikes_and_separators_do_not_matter(cast, shipped, typed):
    found = find_serial(cast.officer, typed)
    assert [(one.shipment, one.licence) for one in found] == [
        (shipped.number, shipped.licence.number)
    ]


@pytest.mark.parametrize("typed", ["S3-0229", "S4-0226", "S3", "Сиволіт", "' OR 1=1 --", "9" * 200])
def test_another_number_is_not_found(cast, shipped, typed):
    assert find_serial(cast.officer, typed) == []


def test_a_number_is_found_by_those_who_may_see_the_permit(cast, shipped):
    assert find_serial(cast.customs, "S3-0226")
    assert find_serial(cast.signatory, "S3-0226")
    assert find_serial(cast.foreign_signatory, "S3-0226") == []
    assert find_serial(cast.member_mod, "S3-0226") == []


def test_the_search_box_leads_to_the_permit(cast, shipped):
    assert [one.licence for one in search(cast.officer, "s3 O227").serials] == [
        shipped.licence.number
    ]
    assert not search(cast.officer, "s3 O227").is_empty
