"""Pieces that several documents share."""

from typing import TypedDict


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
