"""The paper that goes with an announced shipment: what is announced, and where the permit is told.

Not sealed: nothing crosses by it. Whoever holds it learns from the code whether the permit is
genuine and valid, and customs asks the register for the rest.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils.translation import get_language

from core.documents.layout import qr_path
from core.documents.letterhead import letterhead
from tracking.models import Shipment, ShipmentState
from tracking.selectors.shipments import amounts_of


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One announced line with the numbers on the goods."""

    position: int
    name: str
    control_code: str
    uktzed: str
    quantity: Decimal
    unit: str
    serials: list[str]


@dataclass(frozen=True, slots=True)
class Paper:
    """What the page says; `side` and `code` are the modules and the path of its QR code."""

    shipment: Shipment
    holder: str
    consignee: str
    destination: str
    lines: list[PaperLine]
    side: int
    code: str

    @property
    def frame(self) -> str:
        """Return the view box with the quiet border of four modules."""
        return f"-4 -4 {self.side + 8} {self.side + 8}"


def paper_of(shipment: Shipment) -> Paper:
    """Return the paper of an announced shipment. Raises Http404 once it crossed or was cancelled:
    then the sealed sheet tells what crossed.
    """
    if shipment.state != ShipmentState.ANNOUNCED:
        raise Http404
    licence = shipment.licence
    said = json.loads(licence.record_text)
    language = "en" if get_language() == "en" else "uk"
    consignee = said["consignee"] or said["end_user"]
    side, code = qr_path(letterhead()["verify_at"], licence.record_sha256)
    return Paper(
        shipment=shipment,
        holder=said["holder"]["name"][language],
        consignee=consignee["name"][language],
        destination=said["destination"]["name"][language],
        lines=_lines(shipment, said, language),
        side=side,
        code=code,
    )


def _lines(shipment: Shipment, said: dict[str, Any], language: str) -> list[PaperLine]:
    goods = {line["line"]: line for line in said["goods"]}
    serials: dict[int, list[str]] = {}
    for one in shipment.serials.all():
        serials.setdefault(one.position, []).append(one.shown)
    return [
        PaperLine(
            position=position,
            name=goods[position]["name"][language],
            control_code=goods[position]["control_code"],
            uktzed=goods[position]["uktzed"],
            quantity=quantity,
            unit=goods[position]["unit"][language],
            serials=serials.get(position, []),
        )
        for position, quantity in sorted(amounts_of(shipment).items())
        if quantity
    ]
