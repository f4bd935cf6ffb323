"""What an addendum to a signed protocol (DJ-…/D1) says; the protocol itself never changes."""

from typing import TypedDict

from core.documents.records.protocol import ProtocolSignatory
from core.documents.records.shared import Letterhead

ADDENDUM_SCHEMA = "dozvil.addendum.1"


class AddendumRecord(TypedDict):
    """A correction of a sealed protocol, in Ukrainian, held to it by its number and digest."""

    schema: str
    number: str
    """Number of the protocol and of the addendum: "DJ-2026-00014/D1"."""
    issued_at: str
    letterhead: Letterhead
    commission: str
    protocol_number: str
    protocol_sha256: str
    """Digest of the record that is corrected."""
    sitting_number: str
    sitting_kind: str
    date: str
    item: int
    """Position of the item that the addendum is about; 0 when about the sitting as a whole."""
    item_title: str
    case_line: str
    text: str
    reason: str
    signatories: list[ProtocolSignatory]
