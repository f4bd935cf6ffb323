"""What the protocol of a sitting (DJ) says."""

from typing import Literal, TypedDict

from core.documents.records.shared import Letterhead

PROTOCOL_SCHEMA = "dozvil.protocol.1"

Vote = Literal["for", "against", "abstain", "recused", "absent", "not_voted"]


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
    annulled: str
    """Why and by whom the vote was annulled; "" when it stands."""
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
