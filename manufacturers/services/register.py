"""Keeping the register of companies: entering, verifying, changing the data sheet.

`actor=None` is the installation itself (demonstration, bulk seed), never a web request.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import clock
from core.base.errors import InvalidInput, StaleForm
from core.documents.models import StoredFile
from manufacturers import edrpou, policies
from manufacturers.collation import sort_key
from manufacturers.models import Authority, Manufacturer
from manufacturers.services._shared import check_period, locked, record_about
from manufacturers.services.reminders import renew_reminders


@dataclass(frozen=True, slots=True)
class CompanyData:
    """What the state registers say about a company."""

    edrpou: str
    name_uk: str
    name_en: str
    address_uk: str
    address_en: str
    registration_no: str
    registered_on: date
    registration_valid_until: date | None = None
    phone: str = ""


# The data sheet: what the administrator keeps up to date. The rest comes from the registers.
SHEET_FIELDS = ("name_uk", "name_en", "address_uk", "address_en", "phone")
# A change of these must be compared with the state register again.
VERIFIED_FIELDS = frozenset({"name_uk", "name_en", "address_uk", "address_en"})


@transaction.atomic
def register_manufacturer(
    *, actor: User | None, data: CompanyData, code_confirmed: bool = False
) -> Manufacturer:
    """Enter a company into the register; it is verified separately.

    A wrong check digit is refused until `code_confirmed` says that the register writes it so
    (`edrpou.py`). Only a case officer does this. Event: `company.registered`.
    Raises NotAllowed, or InvalidInput for a code that is malformed, doubtful or taken.
    """
    policies.require_register(actor)
    code = check_code(data.edrpou, confirmed=code_confirmed)
    _refuse_taken_code(code)
    check_period(data.registered_on, data.registration_valid_until, "registration_valid_until")
    _refuse_taken(data.registration_no)
    columns = asdict(data) | {"edrpou": code, "sort_key": sort_key(data.name_uk, code)}
    company = Manufacturer.objects.create(**columns)
    facts = {"edrpou": code, "code_confirmed": code_confirmed}
    record_about(actor, "company.registered", company, facts)
    return company


@transaction.atomic
def verify_manufacturer(*, actor: User, company_id: UUID, version: int) -> Manufacturer:
    """Confirm that the data agree with the state register. Event: `company.verified`.

    Only a case officer does this. Raises NotAllowed, StaleForm, Http404.
    """
    company = locked(company_id)
    policies.require_register(actor)
    _refuse_stale(company, version)
    company.verified_at, company.verified_by = clock.now(), actor
    _save(company, "verified_at", "verified_by")
    record_about(actor, "company.verified", company, {"version": company.version})
    return company


@transaction.atomic
def save_data_sheet(
    *, actor: User, company_id: UUID, version: int, fields: Mapping[str, str]
) -> Manufacturer:
    """Change names, address or telephone; changed names and addresses are to be verified again.

    Only the company's administrator does this. Event: `company.changed` with old and new values.
    Raises Http404, NotAllowed, StaleForm, InvalidInput for an empty name.
    """
    company = locked(company_id)
    policies.require_administer(actor, company)
    _refuse_stale(company, version)
    changes = _changes(company, fields)
    if not changes:
        return company
    for name in changes:
        setattr(company, name, fields[name])
    company.sort_key = sort_key(company.name_uk, company.edrpou)
    if VERIFIED_FIELDS & set(changes):
        company.verified_at = company.verified_by = None
    _save(company, *changes, "sort_key", "verified_at", "verified_by")
    record_about(actor, "company.changed", company, {"changes": changes})
    return company


@transaction.atomic
def add_authority(
    *,
    actor: User | None,
    company_id: UUID,
    number: str,
    issued_on: date,
    valid_until: date,
    scope_uk: str = "",
    scope_en: str = "",
    file: StoredFile | None = None,
) -> Authority:
    """Enter an authority under Res. 838. Only a case officer does this.

    The administrators are reminded to renew it. Event: `company.authority_added`. Raises
    NotAllowed, or InvalidInput for dates in the wrong order and a number entered already.
    """
    company = locked(company_id)
    policies.require_register(actor)
    check_period(issued_on, valid_until, "valid_until")
    if company.authorities.filter(number=number).exists():
        message = _("This authority is entered already.")
        raise InvalidInput("authority_taken", message, field="number")
    authority = Authority.objects.create(
        manufacturer=company,
        number=number,
        issued_on=issued_on,
        valid_until=valid_until,
        scope_uk=scope_uk,
        scope_en=scope_en,
        file=file,
    )
    renew_reminders(company)
    data = {"number": number, "issued_on": issued_on, "valid_until": valid_until}
    record_about(actor, "company.authority_added", company, data)
    return authority


def _changes(company: Manufacturer, fields: Mapping[str, str]) -> dict[str, list[str]]:
    changes = {
        name: [getattr(company, name), fields[name]]
        for name in SHEET_FIELDS
        if name in fields and fields[name] != getattr(company, name)
    }
    for name in changes:
        if name in VERIFIED_FIELDS and not fields[name].strip():
            raise InvalidInput("empty", _("This field must not be empty."), field=name)
    return changes


def check_code(text: str, *, confirmed: bool) -> str:
    """Return a company code without spaces. Raises InvalidInput unless it could be one."""
    code = edrpou.compact(text)
    if not edrpou.is_well_formed(code):
        message = _("The EDRPOU code has eight digits.")
        raise InvalidInput("edrpou_form", message, field="edrpou")
    if not confirmed and not edrpou.has_right_check_digit(code):
        message = _("The check digit does not fit. Compare with the register, then confirm.")
        raise InvalidInput("edrpou_check_digit", message, field="edrpou")
    return code


def _refuse_taken_code(code: str) -> None:
    if Manufacturer.objects.filter(edrpou=code).exists():
        message = _("A company with this code is registered already.")
        raise InvalidInput("edrpou_taken", message, field="edrpou")


def _refuse_taken(registration_no: str) -> None:
    if Manufacturer.objects.filter(registration_no=registration_no).exists():
        message = _("This registration number is taken.")
        raise InvalidInput("registration_taken", message, field="registration_no")


def _refuse_stale(company: Manufacturer, version: int) -> None:
    if company.version != version:
        message = _("Somebody changed this company after you opened the page. Look again.")
        raise StaleForm("company_changed", message)


def _save(company: Manufacturer, *fields: str) -> None:
    company.version += 1
    company.save(update_fields=[*fields, "version"])
