"""The named cast, made through the services of the house. Building it again changes nothing.

cast = build_cast()
submit(actor=cast.signatory, ...)
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from core.accounts.models import User
from core.accounts.selectors import by_email
from core.accounts.services import create_company_person, create_user, grant_role
from core.base import clock
from core.reference.selectors import departments
from demo.people import (
    COMPANY,
    FOREIGN_COMPANY,
    OFFICIALS,
    OTHER_FIRMS,
    PASSWORD,
    SEAT_HOLDERS,
    CompanyPerson,
    Firm,
    Official,
)
from manufacturers.models import Manufacturer
from manufacturers.selectors import membership_of
from manufacturers.services import (
    CompanyData,
    OwnerData,
    Rights,
    add_authority,
    add_member,
    add_owner,
    register_manufacturer,
    verify_manufacturer,
)

REGISTERED_ON = date(2025, 11, 3)
REGISTERED_UNTIL = date(2028, 11, 2)
AUTHORISED_ON = date(2025, 12, 1)
AUTHORISED_UNTIL = date(2028, 11, 30)
MEMBERS_SINCE = date(2026, 1, 12)
# When the house of the demonstration opened its books.
FOUNDED = datetime(2026, 1, 12, 9, tzinfo=clock.KYIV)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody by part. Titles and addresses are in `people.py`."""

    officer: User
    second_officer: User
    adviser_mod: User
    adviser_mfa: User
    adviser_sbu: User
    secretary: User
    chair: User
    member_mod: User
    member_mfa: User
    member_econ: User
    member_fin: User
    member_just: User
    member_sbu: User
    alternate: User
    head: User
    customs: User
    auditor: User
    reference_admin: User
    system_admin: User
    preparer: User
    signatory: User
    administrator: User
    foreign_preparer: User
    foreign_signatory: User
    company: Manufacturer
    foreign_company: Manufacturer

    @property
    def seat_holders(self) -> dict[str, User]:
        """Return who holds each seat as principal: department code → person, in seat order."""
        return {code: getattr(self, key) for code, key in SEAT_HOLDERS.items()}

    @property
    def members(self) -> list[User]:
        """Return the principals of all seats but the chair's, in seat order."""
        return [person for person in self.seat_holders.values() if person != self.chair]


@transaction.atomic
def build_cast() -> Cast:
    """Make the cast, or find it when it is there. Needs loaded reference data."""
    officials = _build_officials()
    company = build_firm(COMPANY, verified_by=officials["second_officer"])
    foreign = build_firm(FOREIGN_COMPANY, verified_by=officials["second_officer"])
    preparer, signatory, administrator = people_of(COMPANY)
    foreign_preparer, foreign_signatory = people_of(FOREIGN_COMPANY)
    return Cast(
        **officials,
        preparer=preparer,
        signatory=signatory,
        administrator=administrator,
        foreign_preparer=foreign_preparer,
        foreign_signatory=foreign_signatory,
        company=company,
        foreign_company=foreign,
    )


def build_other_firms(verified_by: User) -> dict[str, Manufacturer]:
    """Make the small firms that only the story needs; return them by key."""
    return {firm.key: build_firm(firm, verified_by=verified_by) for firm in OTHER_FIRMS}


def build_firm(firm: Firm, *, verified_by: User) -> Manufacturer:
    """Register, authorise and verify a firm with its people, unless it is there."""
    company = Manufacturer.objects.filter(edrpou=firm.edrpou).first()
    if company is None:
        company = _register(firm, verified_by)
    for person in firm.people:
        _join(company, person)
    return company


def people_of(firm: Firm) -> list[User]:
    """Return the people of a firm in the order of its data. All must exist."""
    people = [by_email(person.email) for person in firm.people]
    return [person for person in people if person is not None]


def _build_officials() -> dict[str, User]:
    bodies = {department.code: department.pk for department in departments()}
    return {key: _official(data, bodies[data.department]) for key, data in OFFICIALS.items()}


def _official(data: Official, department_id: UUID) -> User:
    user = by_email(data.email)
    if user is None:
        user = create_user(
            actor=None,
            email=data.email,
            name_uk=data.name_uk,
            name_en=data.name_en,
            title_uk=data.title_uk,
            title_en=data.title_en,
            password=PASSWORD,
            department_id=department_id,
        )
    for role in data.roles:
        grant_role(actor=None, user=user, role=role)
    return user


def _register(firm: Firm, verified_by: User) -> Manufacturer:
    data = CompanyData(
        edrpou=firm.edrpou,
        name_uk=firm.name_uk,
        name_en=firm.name_en,
        address_uk=firm.address_uk,
        address_en=firm.address_en,
        registration_no=firm.registration_no,
        registered_on=REGISTERED_ON,
        registration_valid_until=REGISTERED_UNTIL,
    )
    company = register_manufacturer(actor=None, data=data)
    add_authority(
        actor=None,
        company_id=company.pk,
        number=firm.authority_no,
        issued_on=AUTHORISED_ON,
        valid_until=AUTHORISED_UNTIL,
        scope_uk="Експорт та імпорт товарів військового призначення власного виробництва",
        scope_en="Export and import of military goods of own production",
    )
    founder = firm.people[0]
    owner = OwnerData("person", founder.name_uk, founder.name_en, "UA", Decimal(100))
    add_owner(actor=None, company_id=company.pk, data=owner)
    return verify_manufacturer(actor=verified_by, company_id=company.pk, version=company.version)


def _join(company: Manufacturer, data: CompanyPerson) -> None:
    user = by_email(data.email)
    if user is None:
        user = create_company_person(
            actor=None,
            email=data.email,
            name_uk=data.name_uk,
            name_en=data.name_en,
            title_uk=data.title_uk,
            title_en=data.title_en,
            password=PASSWORD,
        )
    if membership_of(user) is None:
        rights = Rights(prepares=data.prepares, signs=data.signs, administers=data.administers)
        add_member(
            actor=None,
            company_id=company.pk,
            user=user,
            rights=rights,
            valid_from=MEMBERS_SINCE,
        )
