"""The sheet of a write-off: frozen with it, sealed once, handed to those who see the permit."""

import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from core.documents.models import IssuedDocument
from core.notifications.models import Outbox
from tests.tracking import hands
from tracking.services import sheets, shipments
from tracking.services.shipments import Wanted


def crossed(cast, licence, quantity=4, **more):
    return hands.confirm(cast, hands.announce(cast, licence, quantity, **more))


def test_the_sheet_tells_the_moment_of_the_write_off_and_only_what_crossed(cast, licence):
    crossed(cast, licence, 4)
    hands.announce(cast, licence, 3)
    second = crossed(cast, licence, 5, serials="C4-1…5")
    said = json.loads(second.sheet.record_text)
    assert (said["number"], said["ordinal"]) == (second.number, 2)
    (line,) = said["goods"]
    figures = [line[name] for name in ("line", "licensed", "before", "now", "balance")]
    assert figures == [1, "24", "4", "5", "15"]
    value = [Decimal(line[name]) for name in ("value_before", "value_now", "value_balance")]
    assert sum(value) == Decimal(line["licensed_value"])
    assert line["serials"] == ["C4-1…5"]
    assert said["consignee"]["name"]["uk"]
    before = second.sheet.record_text
    shipments.correct(
        actor=cast.customs, shipment_id=second.pk, lines=[Wanted(1, Decimal(2))], reason="Вага"
    )
    second.sheet.refresh_from_db()
    assert second.sheet.record_text == before


def test_a_part_that_crossed_is_what_the_sheet_says(cast, licence):
    shipment = hands.announce(cast, licence, 6)
    done = hands.confirm(cast, shipment, lines=[Wanted(1, Decimal(2))])
    (line,) = json.loads(done.sheet.record_text)["goods"]
    assert (line["now"], line["balance"]) == ("2", "22")


def test_it_is_promised_once_sealed_once_and_found_on_the_page(cast, licence):
    shipment = crossed(cast, licence)
    promise = Outbox.objects.get(task=sheets.ISSUE_SHEET)
    assert promise.args == {"sheet_id": str(shipment.sheet.pk)}
    address = reverse("licences:sheet", args=[shipment.number])
    company, foreign = Client(), Client()
    company.force_login(cast.preparer)
    foreign.force_login(cast.foreign_signatory)
    assert company.get(address).status_code == 404, "it is not printed yet"
    for _ in range(2):
        sheets.issue_sheet(sheet_id=shipment.sheet.pk)
    document = IssuedDocument.objects.get(kind="shipment")
    assert document.record_sha256 == shipment.sheet.sha256
    assert company.get(address)["Content-Type"] == "application/pdf"
    assert foreign.get(address).status_code == 404
    page = company.get(reverse("licences:detail", args=[licence.number])).content.decode()
    assert address in page
    public = Client().get(f"/verify/{document.record_sha256}").content.decode()
    assert "Сиволіт" not in public


def test_a_sheet_is_never_changed(cast, licence):
    crossed(cast, licence)
    for statement in ("UPDATE tracking_shipmentsheet SET sha256 = 'x'",
                      "DELETE FROM tracking_shipmentsheet"):  # fmt: skip
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
