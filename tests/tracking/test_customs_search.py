"""Customs finds a permit from whatever stands on the papers."""

import pytest
from django.test import Client
from django.urls import reverse

from licensing.selectors.search import search
from tests import builders
from tests.tracking import hands
from tracking.selectors.customs_search import find


def test_a_permit_is_found_by_each_of_its_names_and_numbers(cast, licence):
    shipment = hands.confirm(cast, hands.announce(cast, licence, 4, serials="C4-1…4"))
    end_user = licence.application.parties.get(role="end_user")
    for text in (licence.number, licence.number[-5:], "Сиволит", "Syvolit", end_user.name_en):
        assert [one.licence for one in find(cast.customs, text).permits] == [licence], text
    for text in (shipment.number, shipment.declaration.lower()):
        assert find(cast.customs, text).shipments == (shipment,), text
    assert find(cast.customs, "С4 3").serials[0].licence == licence.number


def test_the_search_of_the_house_knows_shipments_and_declarations_too(cast, licence):
    shipment = hands.confirm(cast, hands.announce(cast, licence, 4))
    for text in (shipment.number, shipment.declaration.lower()):
        assert search(cast.officer, text).licences == [licence], text
        assert search(cast.preparer, text).licences == [licence], text
        assert search(cast.foreign_signatory, text).is_empty, text


def test_nothing_is_invented(cast, licence):
    for text in ("DL-2026-99999", "яяяяя", "C9-7"):
        assert find(cast.customs, text).is_empty, text
    assert find(cast.customs, "б").too_short
    assert not find(cast.customs, "").is_empty
    assert not find(cast.foreign_signatory, licence.number).permits


@pytest.mark.parametrize(
    "text", ["", "x", "Сиволіт", "<b>", "DL-2026-00001", "%", "\\", "\0", "DL\0"]
)
def test_the_page_answers_with_the_same_number_of_queries(
    cast, licence, text, django_assert_max_num_queries
):
    for _ in range(3):
        builders.decided(cast)
    client = Client()
    client.force_login(cast.customs)
    with django_assert_max_num_queries(16):
        page = client.get(reverse("licences:search"), {"q": text})
    assert page.status_code == 200
    assert b"<b>" not in page.content.split(b"<main")[1]
