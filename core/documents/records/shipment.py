"""What a write-off sheet (DW) says: what crossed the border under a permit, and what is left."""

from typing import TypedDict

from core.documents.records.shared import Bilingual, Letterhead, Party, Signatory

SHIPMENT_SCHEMA = "dozvil.shipment.1"


class WrittenOff(TypedDict):
    """One line of which something crossed. Balance = licensed − before − now."""

    line: int
    """The number of the line in the permit."""
    name: Bilingual
    unit: Bilingual
    currency: str
    licensed: str
    before: str
    """What earlier shipments wrote off; what is only announced is not in it."""
    now: str
    balance: str
    licensed_value: str
    value_before: str
    value_now: str
    value_balance: str
    serials: list[str]
    """Ranges and lots as they are kept: "S3-0225…0236"."""


class ShipmentRecord(TypedDict):
    """A shipment at the moment of its write-off. Nothing of lines that were not shipped."""

    schema: str
    number: str
    issued_at: str
    letterhead: Letterhead
    licence_title: Bilingual
    licence_number: str
    licence_valid_until: str
    crossed_on: str
    ordinal: int
    """Which crossing under the permit this is, from 1."""
    holder: Party
    consignee: Party
    """Whom customs lets the goods go to; the end user when the permit names no consignee."""
    declaration: str
    border_post: str
    carrier: str
    goods: list[WrittenOff]
    signatory: Signatory
