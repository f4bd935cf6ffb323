"""Parties and owners: a deal has two sides, and who owns the applicant is known.

A firm that sells to itself, or to its owner, hides who really receives the goods (domain.md 2.3).
Owners are read as they are declared today, so a change of them is seen at the next run.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from core.reference.codes import plain_number
from licensing.checks.base import CheckResult, Reason, attention, block, clear
from licensing.models import PartyRole
from licensing.search import key_of
from licensing.snapshot import Company, PartySnapshot, Snapshot
from manufacturers.models import Owner
from manufacturers.selectors import owners_of

CODE = "parties"


def check_parties(content: Snapshot, at: date) -> CheckResult:
    """Block an applicant that exports to itself; point at owners among the parties."""
    owners = list(owners_of(UUID(content.company.id)))
    reasons = (*_itself(content), *_owned(content.parties, owners), *_declared(owners))
    evidence = {"owners": str(len(owners)), "on": at.isoformat()}
    quiet = clear("parties.clear", count=str(len(content.parties)), owners=str(len(owners)))
    return CheckResult(CODE, reasons or (quiet,), evidence)


def _itself(content: Snapshot) -> Iterable[Reason]:
    for party in content.parties:
        if is_applicant(party, content.company):
            say = attention if party.role == PartyRole.INTERMEDIARY else block
            yield say("parties.itself", _section(party), name=party.name_uk, role=party.role)


def is_applicant(party: PartySnapshot, company: Company) -> bool:
    """Tell whether a party is the applicant: the same number, or the same name in its country."""
    if plain_number(party.register_no) == plain_number(company.edrpou):
        return True
    names = {key_of(company.name_uk), key_of(company.name_en)}
    return party.country == "UA" and bool(names & {key_of(party.name_uk), key_of(party.name_en)})


def _owned(parties: Iterable[PartySnapshot], owners: Iterable[Owner]) -> Iterable[Reason]:
    for party in parties:
        for owner in owners:
            if _is_owner(party, owner):
                yield attention("parties.owner", _section(party), name=party.name_uk)


def _is_owner(party: PartySnapshot, owner: Owner) -> bool:
    number = plain_number(owner.register_no)
    if number and number == plain_number(party.register_no):
        return True
    return party.country == owner.country and bool(
        {key_of(owner.name_uk), key_of(owner.name_en)}
        & {key_of(party.name_uk), key_of(party.name_en)}
    )


def _declared(owners: list[Owner]) -> Iterable[Reason]:
    if not owners:
        yield attention("parties.no_owners", "company")
    behind = {owner.through_id for owner in owners}
    for owner in owners:
        if not owner.is_person and owner.pk not in behind:
            yield attention("parties.nobody_behind", "company", name=owner.name_uk)


def _section(party: PartySnapshot) -> str:
    return "end_user" if party.role == PartyRole.END_USER else "parties"
