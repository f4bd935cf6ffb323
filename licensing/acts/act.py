"""The facts of one act, gathered before anything is written, and the parts all records share."""

from dataclasses import dataclass
from datetime import date, datetime

from core.accounts.models import User
from core.documents.records import (
    Bilingual,
    Certificate,
    CommissionDecision,
    Contract,
    Party,
    Signatory,
)
from licensing.acts import texts
from licensing.acts.lines import Ruled
from licensing.models import Application, CommissionOutcome, Licence
from licensing.snapshot import PartySnapshot, Snapshot


@dataclass(frozen=True, slots=True)
class Act:
    """One decision in the making."""

    application: Application
    content: Snapshot
    outcome: CommissionOutcome
    lines: tuple[Ruled, ...]
    head: User
    decided_at: datetime
    decided_on: date
    valid_until: date | None
    legal_basis: Bilingual
    conditions: tuple[dict[str, object], ...]
    units: dict[str, Bilingual]
    editions: dict[str, str]
    #: The permit whose place the new one takes.
    replaces: Licence | None = None

    @property
    def granted(self) -> tuple[Ruled, ...]:
        """Return the lines that go into a licence."""
        return tuple(ruled for ruled in self.lines if ruled.is_granted)

    @property
    def withheld(self) -> tuple[Ruled, ...]:
        """Return the lines of which something is refused."""
        return tuple(ruled for ruled in self.lines if ruled.refused_quantity > 0)


def holder(content: Snapshot) -> Party:
    """Return the applicant as it is printed."""
    company = content.company
    return {
        "name": texts.both(company.name_uk, company.name_en),
        "register_no": company.edrpou,
        "address": texts.both(company.address_uk, company.address_en),
        "country": "UA",
        "country_name": texts.country("UA"),
    }


def party(declared: PartySnapshot) -> Party:
    """Return a declared party as it is printed."""
    return {
        "name": texts.both(declared.name_uk, declared.name_en),
        "register_no": declared.register_no,
        "address": texts.both(declared.address_uk, declared.address_en),
        "country": declared.country,
        "country_name": texts.country(declared.country),
    }


def contract(content: Snapshot) -> Contract:
    """Return the contract as it is printed."""
    return {
        "number": content.contract_no,
        "date": iso(content.contract_date),
        "incoterm": content.incoterm,
        "place": texts.both(content.contract_place, content.contract_place),
    }


def certificate(content: Snapshot) -> Certificate | None:
    """Return the end-user certificate as it is printed."""
    declared = content.certificate
    if declared is None:
        return None
    return {
        "number": declared.number,
        "issued_on": iso(declared.issued_on),
        "valid_until": iso(declared.valid_until),
        "authenticity_confirmed_on": iso(declared.authenticity_confirmed_on),
    }


def commission_decision(outcome: CommissionOutcome) -> CommissionDecision:
    """Return the collegial act that the legal act follows, without its votes."""
    return {
        "protocol_number": outcome.protocol_ref,
        "item": outcome.item,
        "date": iso(outcome.held_on),
    }


def signatory(head: User) -> Signatory:
    """Return the office and the name of the head, the surname in capitals."""
    return {
        "office": texts.both(head.title_uk, head.title_en),
        "name": texts.both(_signed(head.name_uk), _signed(head.name_en)),
    }


def iso(day: date | None) -> str:
    """Return a date as ISO text, or "" for none."""
    return day.isoformat() if day else ""


def _signed(name: str) -> str:
    first, space, family = name.partition(" ")
    return f"{first}{space}{family.upper()}"
