"""The parts of a licence's page: each person finds what is hers, and pages do not grow."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from core.base import clock
from licensing.services import licences
from tests import builders
from tests.core.documents import corpus
from tests.tracking import hands
from tracking.selectors.deliveries import proved_by_line
from tracking.selectors.licence_tabs import Part
from tracking.services import deliveries, oversight, shipments, traces
from tracking.services.deliveries import CertificateData
from tracking.services.traces import IncidentData


@pytest.fixture
def read(client):
    def page(person, licence, part, **query):
        client.force_login(person)
        response = client.get(reverse(f"licences:{part}", args=[licence.number]), query)
        assert response.status_code == 200
        return response.content.decode()

    return page


def crossed(cast, licence, quantity=4, **line):
    return hands.confirm(cast, hands.announce(cast, licence, quantity, **line))


def certificate(cast, shipment, number, quantity):
    return deliveries.enter(
        actor=cast.preparer,
        shipment_id=shipment.pk,
        data=CertificateData(number, clock.today(), "Tollvesenet", clock.today(), "Oslo"),
        lines={1: Decimal(quantity)},
        upload=ContentFile(corpus.plain_pdf(), name="certificate.pdf"),
    )


def test_every_part_opens_for_everyone_who_sees_the_permit(cast, licence, read):
    crossed(cast, licence, serials="S4-1…4")
    for person in (cast.preparer, cast.officer, cast.head, cast.customs, cast.auditor):
        for part in Part:
            shown = read(person, licence, part)
            assert shown.count('aria-current="page"') >= 1
            assert licence.number in shown


def test_what_the_recipient_is_proved_to_have_is_what_issuers_confirmed(cast, licence, read):
    shipment = crossed(cast, licence, 6)
    kept = certificate(cast, shipment, "A1", 2)
    certificate(cast, shipment, "A2", 3)
    assert proved_by_line(licence) == {}
    deliveries.judge(
        actor=cast.officer, certificate_id=kept.pk, genuine=True, channel="embassy", note="№ 1"
    )
    assert proved_by_line(licence) == {1: Decimal(2)}
    # Two of 24 proved, four more gone, nothing announced: in thousandths of the bar.
    shown = read(cast.officer, licence, Part.BALANCE)
    assert 'class="dz-bar__shipped" width="83"' in shown
    assert 'class="dz-bar__announced" x="83" width="167"' in shown


def test_numbers_that_came_back_are_not_listed(cast, licence, read):
    crossed(cast, licence, serials="S4-1…4")
    back = hands.announce(cast, licence, 2, serials="S4-11…12")
    assert "S4-11" in read(cast.preparer, licence, Part.SERIALS)
    shipments.cancel(actor=cast.preparer, shipment_id=back.pk, reason="Не готове")
    shown = read(cast.preparer, licence, Part.SERIALS)
    assert "S4-11" not in shown
    assert "S4-1…4" in shown


def test_the_holder_learns_of_no_check_and_no_incident(cast, licence, read):
    check = oversight.plan(
        actor=cast.officer,
        licence_id=licence.pk,
        planned_on=clock.today(),
        place="Таємне місце",
        team="Двоє",
    )
    data = IncidentData(
        "loss", clock.today(), "DK", "open", "F", "6", "Чутка", licence_no=licence.number
    )
    incident = traces.report(actor=cast.officer, data=data)
    hidden = ("Таємне місце", f"{check.pk}", f"{incident.pk}", "check.planned", "incident.")
    company = [read(cast.preparer, licence, part) for part in Part]
    for word in hidden:
        assert not any(word in shown for shown in company), word
    assert "Таємне місце" in read(cast.officer, licence, Part.DUTIES)
    abroad = read(cast.officer, licence, Part.ABROAD)
    assert f"{check.pk}" in abroad
    assert f"{incident.pk}" in abroad


def test_the_journal_tells_the_holder_no_names_of_officials(cast, licence, read):
    crossed(cast, licence)
    assert cast.customs.name in read(cast.officer, licence, Part.JOURNAL)
    assert cast.customs.name not in read(cast.preparer, licence, Part.JOURNAL)


def test_what_is_late_is_told_on_the_tab(cast, licence, read):
    crossed(cast, licence)
    assert "dz-bad" not in read(cast.preparer, licence, Part.BALANCE)
    with clock.at(builders.kyiv(2028, 1, 10)):
        shown = read(cast.preparer, licence, Part.DUTIES)
    assert "dz-bad" in shown


@pytest.mark.parametrize("part", list(Part))
def test_parts_ask_no_more_for_more_shipments(
    cast, licence, read, part, django_assert_max_num_queries
):
    for first in (1, 3, 5, 7, 9, 11):
        crossed(cast, licence, 2, serials=f"S4-{first:02}…{first + 1:02}")
    for person in (cast.officer, cast.preparer):
        read(person, licence, part)
        with django_assert_max_num_queries(30):
            read(person, licence, part)


@pytest.mark.parametrize("part", [Part.SHIPMENTS, Part.SERIALS, Part.JOURNAL])
@pytest.mark.parametrize("key", ["", "x", "9" * 40, "null", "²"])
def test_a_wrong_key_of_a_page_shows_a_page(cast, licence, read, part, key):
    assert read(cast.officer, licence, part, after=key)


def test_pages_of_shipments_and_numbers_follow_one_another(cast, licence, read, monkeypatch):
    monkeypatch.setattr("tracking.selectors.licence_serials.PAGE_SIZE", 2)
    monkeypatch.setattr("tracking.selectors.licence_journal.PAGE_SIZE", 2)
    made = [crossed(cast, licence, 1, serials=f"S4-{number}") for number in (5, 1, 3)]
    first = read(cast.officer, licence, Part.SERIALS)
    assert "S4-1" in first
    assert "S4-5" not in first
    last = made[2].serials.get()
    second = read(cast.officer, licence, Part.SERIALS, after=f"{last.pk}")
    assert "S4-5" in second
    assert "S4-3" not in second
    listed = read(cast.officer, licence, Part.SHIPMENTS, after=made[1].number)
    assert made[0].number in listed
    assert made[2].number not in listed
    assert 'rel="next"' in read(cast.officer, licence, Part.JOURNAL)


def test_a_suspension_is_told_on_the_first_part(cast, licence, read):
    with clock.at(builders.kyiv(2026, 11, 25)):
        licences.suspend(
            actor=cast.head, licence_id=licence.pk, ground="EU-7", reason="Перевірка покупця"
        )
        assert "Перевірка покупця" in read(cast.customs, licence, Part.BALANCE)
