"""What a refusal (DN) says."""

from typing import Literal, TypedDict

from core.documents.records.shared import (
    Bilingual,
    CommissionDecision,
    Letterhead,
    Party,
    Signatory,
)

REFUSAL_SCHEMA = "dozvil.refusal.1"


class ApplicationReference(TypedDict):
    """The application that the document answers."""

    number: str
    revision: int
    submitted_on: str
    accepted_on: str


class RelatedLicence(TypedDict):
    """The licence for the rest of a partly refused case; `lines` says what it covers, in words."""

    number: str
    lines: Bilingual
    """"На рядки 1, 2, 4–6 і частину рядка 3" / "Lines 1, 2, 4–6 and part of line 3"."""


class RefusedLine(TypedDict):
    """One refused line (or refused part of it) with the codes of its grounds."""

    line: int
    name: Bilingual
    control_code: str
    uktzed: str
    quantity: str
    unit: Bilingual
    grounds: list[str]


class GroundBlock(TypedDict):
    """One ground: its code and title, the lines concerned in words, the reasons."""

    code: str
    title: Bilingual
    lines: Bilingual
    """"рядки 3 і 7" / "lines 3 and 7"."""
    reasons: Bilingual


class Appeal(TypedDict):
    """How to contest the refusal or to apply again."""

    body: Bilingual
    """"До апеляційної колегії органу" / "To the appeals board of the Authority"."""
    last_day: str
    """"" when the term runs from a service that is not yet recorded: then only the rule prints."""
    rule: Bilingual
    how: Bilingual
    court: Bilingual
    new_application: Bilingual


class RefusalRecord(TypedDict):
    """A notice of refusal (DN). Carries no surplus figures, sources, other firms or votes."""

    schema: str
    number: str
    issued_at: str
    letterhead: Letterhead
    subject: Bilingual
    """"У видачі дозволу на разовий експорт" / "Of a one-time export licence"."""
    issued_on: str
    extent: Literal["full", "partial"]
    applicant: Party
    application: ApplicationReference
    decision: CommissionDecision | None
    related: RelatedLicence | None
    lines: list[RefusedLine]
    legal_reference: Bilingual
    grounds: list[GroundBlock]
    appeal: Appeal
    signatory: Signatory
