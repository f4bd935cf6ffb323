"""The protocol of a sitting, generated from the rows and typed by nobody (records.md A7)."""

from commission.minutes.addendum import addendum_record
from commission.minutes.protocol import extract_record, protocol_record
from commission.minutes.words import instant

__all__ = ["addendum_record", "extract_record", "instant", "protocol_record"]
