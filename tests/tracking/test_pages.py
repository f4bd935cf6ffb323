"""The licence page and its forms, for the company and for customs."""

import pytest
import segno
from django.test import Client

from core.documents.layout import qr_path
from core.documents.letterhead import letterhead
from tests.tracking import hands
from tracking.models import Shipment


@pytest.fixture
def sign_in():
    def enter(person):
        client = Client()
        client.force_login(person)
        return client

    return enter


def test_company_announces_and_customs_confirms(cast, licence, sign_in):
    company, customs = sign_in(cast.preparer), sign_in(cast.customs)
    page = f"/licences/{licence.number}/"
    sent = {"quantity_1": "4", "serials_1": "S4-1…4", "planned_on": "24.11.2026"}
    assert company.post(f"{page}announce/", sent).status_code == 302
    shipment = Shipment.objects.get()
    crossing = {"quantity_1": "3", "crossed_on": "24.11.2026", "declaration": "UA/1"}
    address = f"/licences/shipments/{shipment.number}/"
    assert company.get(f"{address}confirm/").status_code == 403
    assert customs.post(f"{address}confirm/", crossing).status_code == 302
    assert hands.drawn(licence)[0] == 3
    shown = customs.get(page).content.decode()
    assert shipment.number in shown
    assert "UA/1" in shown


def test_letters_of_the_other_alphabet_are_told_when_announced(cast, licence, sign_in):
    company = sign_in(cast.preparer)
    page = f"/licences/{licence.number}/"
    for typed, told in (("С4-1…4", "С4-1…4 → C4-1…4"), ("C4-5…8", ""), ("партія 7", "")):
        sent = {"quantity_1": "4", "serials_1": typed, "planned_on": "24.11.2026"}
        shown = company.post(f"{page}announce/", sent, follow=True).content.decode()
        assert ("dz-message--warning" in shown) == bool(told)
        assert told in shown


def test_bad_input_keeps_what_was_typed(cast, licence, sign_in):
    sent = {"quantity_1": "400", "serials_1": "S4-1…4", "planned_on": "24.11.2026"}
    response = sign_in(cast.preparer).post(f"/licences/{licence.number}/announce/", sent)
    assert response.status_code == 422
    assert "S4-1…4" in response.content.decode()
    assert not Shipment.objects.exists()


def test_a_foreign_company_sees_nothing(cast, licence, sign_in):
    shipment = hands.announce(cast, licence)
    foreign = sign_in(cast.foreign_signatory)
    assert foreign.get(f"/licences/{licence.number}/").status_code == 404
    assert foreign.get(f"/licences/shipments/{shipment.number}/cancel/").status_code == 404


def test_queries_do_not_grow_with_shipments(cast, licence, sign_in, django_assert_max_num_queries):
    customs = sign_in(cast.customs)
    for _ in range(4):
        hands.announce(cast, licence, 1)
    with django_assert_max_num_queries(30):
        customs.get(f"/licences/{licence.number}/")


def test_the_paper_of_an_announced_shipment_ends_with_the_crossing(cast, licence, sign_in):
    shipment = hands.announce(cast, licence, 4, serials="C4-1…4")
    address = f"/licences/shipments/{shipment.number}/paper/"
    shown = sign_in(cast.preparer).get(address).content.decode()
    assert shipment.number in shown
    assert "C4-1…4" in shown
    assert "EUR" not in shown, "the driver needs no prices"
    side, code = qr_path(letterhead()["verify_at"], licence.record_sha256)
    assert f'viewBox="-4 -4 {side + 8} {side + 8}"' in shown
    assert code.count("M") > side * side // 3
    assert sign_in(cast.foreign_signatory).get(address).status_code == 404
    hands.confirm(cast, shipment)
    assert sign_in(cast.customs).get(address).status_code == 404


def test_the_code_of_a_page_is_that_of_the_printed_paper():
    side, code = qr_path("https://dozvil.example", "ab" * 32)
    matrix = segno.make_qr(
        "HTTPS://DOZVIL.EXAMPLE/V/" + "AB" * 32, error="q", boost_error=False
    ).matrix
    assert side == len(matrix)
    dark = {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    drawn = {
        tuple(map(int, one.split("h")[0].split())) for one in code.removeprefix("M").split("M")
    }
    assert drawn == dark
