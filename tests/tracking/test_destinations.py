"""A destination in the last year: sums by month, and the picture that is drawn of them."""

import re
from datetime import date
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from core.base import clock
from tests import builders
from tests.tracking import hands
from tracking.destination_chart import draw, last_year, months_until
from tracking.selectors.destinations import destinations
from tracking.services import deliveries, traces
from tracking.services.deliveries import CertificateData
from tracking.services.traces import IncidentData


def test_twelve_months_end_with_the_current_one():
    months = months_until(date(2026, 3, 31))
    assert (months[0], months[9], months[-1]) == (
        date(2025, 4, 1), date(2026, 1, 1), date(2026, 3, 1),
    )  # fmt: skip
    assert len(months) == 12


def test_what_came_before_the_year_is_its_ground_and_nothing_leaves_the_picture():
    old, now = {date(2020, 1, 1): Decimal(40)}, {date(2026, 11, 1): Decimal(10)}
    with clock.at(builders.kyiv(2026, 11, 24)):
        months = last_year(old, now, {}, {date(2026, 11, 1): 2, date(2019, 1, 1): 7})
    assert {one.licensed for one in months} == {Decimal(40)}
    assert [one.shipped for one in months] == [0] * 11 + [10]
    assert [one.incidents for one in months] == [0] * 11 + [2]
    chart = draw(months)
    assert chart.licensed.startswith("M0 0V0H20")
    assert chart.shipped.endswith("V60H240"), "ten of forty is a quarter of the height"
    assert chart.verified.startswith("M0 80")
    assert chart.marks == ((230, 2),)
    heights = [int(one) for one in re.findall(r"V(\d+)", chart.licensed + chart.shipped)]
    assert max(heights) <= chart.height


def test_a_destination_without_any_figure_is_a_flat_line():
    assert set(re.findall(r"V(\d+)", draw(last_year({}, {}, {}, {})).licensed)) == {"80"}


def test_the_months_of_a_destination_are_those_of_the_papers(cast, licence):
    shipment = hands.confirm(cast, hands.announce(cast, licence, 4, serials="C4-1…4"))
    moment = builders.kyiv(2027, 1, 12)
    with clock.at(moment):
        paper = CertificateData(
            number="DVC-1", issued_on=clock.today(), issuer="Toldstyrelsen",
            arrived_on=clock.today(), arrived_at="Aarhus",
        )  # fmt: skip
        proof = deliveries.enter(
            actor=cast.preparer, shipment_id=shipment.pk, data=paper, lines={1: Decimal(3)}
        )
        deliveries.judge(
            actor=cast.officer, certificate_id=proof.pk, genuine=True, channel="register", note=""
        )
        lost = IncidentData(
            kind="loss", happened_on=date(2026, 12, 3), country="DK", source="end_user",
            reliability="A", credibility="2", text="Загублено", serials="C4-1",
        )  # fmt: skip
        traces.report(actor=cast.officer, data=lost)
        (row,) = destinations("DK")
    told = [(one.licensed, one.shipped, one.verified, one.incidents) for one in row.months[-4:]]
    assert told == [(0, 0, 0, 0), (32, 4, 0, 0), (32, 4, 0, 1), (32, 4, 3, 0)]
    assert (row.licensed, row.shipped, row.verified, row.incidents) == (32, 4, 3, 1)


def test_pictures_stand_beside_their_tables(cast, licence):
    hands.confirm(cast, hands.announce(cast, licence, 4))
    client = Client()
    client.force_login(cast.officer)
    for name, args in (("destinations", []), ("destination", ["DK"])):
        page = client.get(reverse(f"licences:{name}", args=args)).content.decode()
        pictures = re.findall(r'<svg class="dz-year"[^>]*>', page)
        assert len(pictures) == 1, name
        assert 'aria-hidden="true"' in pictures[0]
        assert "<table" in page
