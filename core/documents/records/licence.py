"""What a permit (DL), a conclusion on negotiations (DV) or a consent to re-export (DG) says."""

from typing import NotRequired, TypedDict

from core.documents.records.shared import (
    Bilingual,
    Certificate,
    CommissionDecision,
    Contract,
    FurtherParty,
    Letterhead,
    Party,
    Place,
    Signatory,
)

LICENCE_SCHEMA = "dozvil.licence.1"


class LicensedLine(TypedDict):
    """One approved line under the number it has in the application; approved amounts only."""

    line: int
    name: Bilingual
    control_code: str
    list_edition: str
    """Date of the control list edition that the code is taken from."""
    uktzed: str
    """Digits without spaces; "" for an intangible transfer."""
    quantity: str
    unit: Bilingual
    value: str
    currency: str
    """ISO 4217."""
    cap: Bilingual
    """A limit in words ("16 на квартал"); both "" when there is none."""


class LicenceCondition(TypedDict):
    """A condition of the licence, owned by the department that set it."""

    number: int
    text: Bilingual
    owner: Bilingual
    term: Bilingual
    due_on: NotRequired[str]
    """The day by which it is to be met; "" for none, absent in permits of the first edition."""


class ReportDue(TypedDict):
    """A report the holder owes, with the computed last day."""

    kind: str
    """transfer, use, or outcome (of negotiations, on a conclusion)."""
    subject: Bilingual
    due_on: str


class Replaced(TypedDict):
    """The permit whose place this one takes."""

    number: str
    issued_on: str


class LicenceRecord(TypedDict):
    """A permit, a conclusion or a consent. Silent on refused lines, requested amounts and votes."""

    schema: str
    number: str
    issued_at: str
    """The instant of the act; every date inside the PDF file is this one."""
    letterhead: Letterhead
    title: Bilingual
    """"Дозвіл на експорт", or what else the act is: "Висновок щодо ведення переговорів"."""
    holder_title: Bilingual
    """"Власник дозволу" / "Licence holder"."""
    licence_kind: Bilingual
    """"Разовий" / "One-time"."""
    goods_category: Bilingual
    """"товари військового призначення" / "military goods"."""
    issued_on: str
    valid_from: str
    valid_until: str
    holder: Party
    end_user: Party
    consignee: Party | None
    further_parties: list[FurtherParty]
    destination: Place
    transit: list[Place]
    contract: Contract
    end_user_certificate: Certificate | None
    end_use: Bilingual
    control_list: Bilingual
    """Title of the control list, without the edition."""
    goods: list[LicensedLine]
    conditions: list[LicenceCondition]
    legal_basis: Bilingual
    decision: CommissionDecision | None
    reports_due: list[ReportDue]
    replaces: NotRequired[Replaced]
    """Only in an amended permit."""
    signatory: Signatory
    under: NotRequired[str]
    """On a consent to re-export: the permit under which the goods left."""
