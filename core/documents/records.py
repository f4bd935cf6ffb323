"""What each official document says, as plain data.

A record is the document. The printed page is drawn from it, the same text travels inside the PDF as
`record.json`, and the digest on every page is the SHA-256 of its canonical text. The apps that own
the business fill these shapes; this app only prints and seals them, so a field that is not here
cannot reach paper.

Rules for every field
* Bilingual text is ``{"uk": …, "en": …}``. Ukrainian is the text in law, English is a help.
* Money and quantities are decimal strings with a point ("5520000.00", "48"); no floats.
* Dates are ISO ("2026-11-24") and legal dates of Kyiv; instants are ISO in UTC with "Z".
* Numbers are the plain ones ("DL-2026-00417"); the printer adds the two check digits.
* Absent text is "", absent objects are None, absent lists are []. Keys are never left out.

The order of fields is the order on paper. Nothing that the table "what may not appear where" in
`docs/documents.md` forbids has a field to go to.
"""

from typing import Literal, TypedDict

LICENCE_SCHEMA = "dozvil.licence.1"
REFUSAL_SCHEMA = "dozvil.refusal.1"
PROTOCOL_SCHEMA = "dozvil.protocol.1"

Vote = Literal["for", "against", "abstain", "recused", "absent", "not_voted"]


class Bilingual(TypedDict):
    """One text in both languages; they stand side by side on paper."""

    uk: str
    en: str


class Letterhead(TypedDict):
    """What the head of every document shows; made by `core.documents.letterhead`."""

    authority: Bilingual
    label: Bilingual
    """Access label, for example "Для службового користування"; both "" on open documents."""
    specimen: bool
    """True in the demo: the page says ЗРАЗОК · SPECIMEN in words."""
    verify_at: str
    """Address of the site ("https://dozvil.example"); the QR code adds /V/ and the digest."""


class Signatory(TypedDict):
    """Who answers for the document. The surname comes in capitals as it is to be printed."""

    office: Bilingual
    name: Bilingual


class Party(TypedDict):
    """A firm or body in its part in the deal; the address comes without the country."""

    name: Bilingual
    register_no: str
    """EDRPOU for Ukraine, the foreign register number otherwise; "" when there is none."""
    address: Bilingual
    country: str
    """ISO 3166-1 alpha-2."""
    country_name: Bilingual


class FurtherParty(TypedDict):
    """A party beyond holder, end user and consignee, with the words for its part."""

    role: Bilingual
    party: Party


class Place(TypedDict):
    """A state by name and ISO code."""

    name: Bilingual
    code: str


class Contract(TypedDict):
    """The contract that the transfer rests on."""

    number: str
    date: str
    incoterm: str
    """Three letters ("FCA"); "" when the contract names none."""
    place: Bilingual
    """With the edition of the rules: "Яворище (Інкотермс 2020)"."""


class Certificate(TypedDict):
    """The end-user certificate."""

    number: str
    issued_on: str
    valid_until: str
    """"" when the certificate has no end."""
    authenticity_confirmed_on: str
    """"" while it is not confirmed."""


class CommissionDecision(TypedDict):
    """The collegial act that the legal act follows: protocol number, item and date, no votes."""

    protocol_number: str
    item: int
    date: str


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


class ReportDue(TypedDict):
    """A report the holder owes, with the computed last day."""

    subject: Bilingual
    due_on: str


class LicenceRecord(TypedDict):
    """An export licence (DL). Silent on refused lines, requested amounts, votes and members."""

    schema: str
    number: str
    issued_at: str
    """The instant of the act; every date inside the PDF file is this one."""
    letterhead: Letterhead
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
    signatory: Signatory


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


class ProtocolElector(TypedDict):
    """One seat of the commission at the sitting, under the mandate it was held by."""

    seat: str
    """"01" … as printed."""
    department: str
    person: str
    acts_as: str
    mandate_number: str
    mandate_date: str
    state: str


class ProtocolPaper(TypedDict):
    """A paper that lay before the commission; the full digest, the page prints 16 digits."""

    title: str
    version: str
    sha256: str


class ProtocolRecusal(TypedDict):
    """A recusal: who, of which kind, and what followed (left, returned, effect on the base)."""

    seat: str
    kind: str
    text: str


class FormulaRow(TypedDict):
    """One line of the arithmetic: rule in words, rule with numbers, and what follows from it."""

    check: Literal["base", "quorum", "majority", "result"]
    rule: str
    """"«за» × 2 > присутні з правом голосу × 1"."""
    numbers: str
    """"7 × 2 > 10 × 1; 14 > 10"; always the true relation."""
    outcome: str
    """"прийнято"; "" where nothing follows."""


class RollCallVote(TypedDict):
    """One seat in one round; recused and absent seats are listed as such."""

    seat: str
    department: str
    vote: Vote
    reason: str


class ProtocolRound(TypedDict):
    """One vote: the question as frozen, the arithmetic and the roll call."""

    number: int
    question: str
    rule_pack: str
    """Version of the rules in force, "2026.2"."""
    formula: list[FormulaRow]
    roll_call: list[RollCallVote]


class ProtocolCondition(TypedDict):
    """A condition as the commission decided it."""

    number: int
    text: str
    owner: str
    term: str


class Dissent(TypedDict):
    """A dissenting opinion, verbatim."""

    seat: str
    person: str
    filed_on: str
    signature: str
    """"підпис перевірено"; "" when it was filed unsigned in the system."""
    text: str


class ProtocolItem(TypedDict):
    """One item of the agenda; `position` is its number everywhere."""

    position: int
    title: str
    case_line: str
    """"Справа DZ-2026-01093, редакція 3. Доповідачка: … Розгляд 10:20–11:12."."""
    papers: list[ProtocolPaper]
    statements: list[str]
    recusals: list[ProtocolRecusal]
    rounds: list[ProtocolRound]
    decision: str
    executor: str
    """Office that carries the decision out; "" when none."""
    executor_term: str
    """Date until when; ""."""
    conditions: list[ProtocolCondition]
    dissents: list[Dissent]


class ProtocolSignatory(TypedDict):
    """Chair or secretary with the day of signature ("" while unsigned)."""

    office: str
    name: str
    signed_on: str


class ProtocolRecord(TypedDict):
    """The protocol of a sitting (DJ), in Ukrainian; not for the applicant as printed."""

    schema: str
    number: str
    issued_at: str
    letterhead: Letterhead
    commission: str
    sitting_number: str
    sitting_kind: str
    """"Чергове засідання, очне"."""
    place: str
    date: str
    started: str
    """Kyiv time "10:05"."""
    ended: str
    opening: list[str]
    """Paragraphs: who opened, notice sent, days since the last sitting, guests."""
    electors: list[ProtocolElector]
    agenda: list[str]
    """Paragraphs: how the agenda came about and was adopted."""
    items: list[ProtocolItem]
    closing: list[str]
    signatories: list[ProtocolSignatory]
    annexes: list[str]


AnyRecord = LicenceRecord | RefusalRecord | ProtocolRecord
