"""What an extract of a protocol (DJ-…/3) says: one item for the file of its case."""

from typing import TypedDict

from core.documents.records.protocol import ProtocolElector, ProtocolItem, ProtocolSignatory
from core.documents.records.shared import Letterhead

EXTRACT_SCHEMA = "dozvil.extract.1"


class ExtractRecord(TypedDict):
    """One item of a signed protocol, in Ukrainian. No other item, no other firm."""

    schema: str
    number: str
    """Number of the protocol and the item: "DJ-2026-00014/3"."""
    issued_at: str
    letterhead: Letterhead
    commission: str
    protocol_number: str
    protocol_sha256: str
    """Digest of the whole protocol's record: the extract can be held against it."""
    sitting_number: str
    sitting_kind: str
    place: str
    date: str
    started: str
    ended: str
    electors: list[ProtocolElector]
    item: ProtocolItem
    signatories: list[ProtocolSignatory]
