"""The sheet of a write-off: frozen in its transaction, printed and sealed by a worker."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from core.accounts.models import User
from core.base import canonical, clock
from core.documents.letterhead import letterhead
from core.documents.models import IssuedDocument
from core.documents.records import SHIPMENT_SCHEMA, ShipmentRecord, WrittenOff
from core.documents.services import issue_document
from core.notifications import outbox
from licensing.acts.act import iso, signatory
from licensing.acts.licence import amount
from tracking.models import Shipment, ShipmentSheet, ShipmentState
from tracking.selectors.balance import BalanceLine, Drawn

#: What crossed, by line.
Crossed: TypeAlias = Mapping[int, Drawn]

ISSUE_SHEET = "tracking.issue_sheet"


def write_sheet(
    shipment: Shipment, actor: User, crossed: Crossed, left: Sequence[BalanceLine]
) -> ShipmentSheet:
    """Freeze what the sheet of a shipment that just crossed says, and promise to print it.

    `crossed` is what crossed by line, `left` the balance after it. Must run inside the
    transaction of the write-off. A later correction stands in the ledger; the sheet keeps telling
    the moment of the write-off.
    """
    record = _record(shipment, actor, _goods(shipment, crossed, left))
    text = canonical.dumps(record)
    sheet = ShipmentSheet.objects.create(
        shipment=shipment, record_text=text, sha256=canonical.digest(text)
    )
    outbox.enqueue(
        task=ISSUE_SHEET, key=f"{ISSUE_SHEET}:{shipment.number}", args={"sheet_id": str(sheet.pk)}
    )
    return sheet


def issue_sheet(*, sheet_id: UUID) -> IssuedDocument:
    """Print, seal and store a sheet; safe to run twice."""
    sheet = ShipmentSheet.objects.select_related("shipment").get(pk=sheet_id)
    return issue_document(
        kind="shipment",
        number=sheet.shipment.number,
        subject=sheet.shipment.subject,
        record_text=sheet.record_text,
    )


def _record(shipment: Shipment, actor: User, goods: list[WrittenOff]) -> ShipmentRecord:
    licence = shipment.licence
    said = json.loads(licence.record_text)
    return {
        "schema": SHIPMENT_SCHEMA,
        "number": shipment.number,
        "issued_at": clock.now().isoformat().replace("+00:00", "Z"),
        "letterhead": letterhead(),
        "licence_title": said["title"],
        "licence_number": licence.number,
        "licence_valid_until": iso(licence.valid_until),
        "crossed_on": iso(shipment.crossed_on),
        "ordinal": licence.shipments.filter(state=ShipmentState.CONFIRMED).count(),
        "holder": said["holder"],
        "consignee": said["consignee"] or said["end_user"],
        "declaration": shipment.declaration,
        "border_post": shipment.border_post,
        "carrier": shipment.carrier,
        "goods": goods,
        "signatory": signatory(actor),
    }


def _goods(shipment: Shipment, crossed: Crossed, left: Sequence[BalanceLine]) -> list[WrittenOff]:
    names = {line["line"]: line for line in json.loads(shipment.licence.record_text)["goods"]}
    serials: dict[int, list[str]] = {}
    for one in shipment.serials.all():
        serials.setdefault(one.position, []).append(one.shown)
    return [
        _line(line, crossed[line.position], names[line.position], serials.get(line.position, []))
        for line in left
        if line.position in crossed and crossed[line.position].quantity
    ]


def _line(line: BalanceLine, now: Drawn, said: dict[str, Any], serials: list[str]) -> WrittenOff:
    return {
        "line": line.position,
        "name": said["name"],
        "unit": said["unit"],
        "currency": line.currency,
        "licensed": amount(line.licensed),
        "before": amount(line.shipped.quantity - now.quantity),
        "now": amount(now.quantity),
        "balance": amount(line.licensed - line.shipped.quantity),
        "licensed_value": f"{line.licensed_value:.2f}",
        "value_before": f"{line.shipped.value - now.value:.2f}",
        "value_now": f"{now.value:.2f}",
        "value_balance": f"{line.licensed_value - line.shipped.value:.2f}",
        "serials": serials,
    }
