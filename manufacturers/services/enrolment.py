"""How a newcomer comes in: a request from the public page, settled by a case officer.

A request tells the stranger nothing about who is registered already: the officer sees that.
"""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit.log import record
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from core.notifications.messages import notify
from core.notifications.texts import Kind
from manufacturers import policies
from manufacturers.models import Enrolment, EnrolmentState, Manufacturer
from manufacturers.services._shared import check_period
from manufacturers.services.people import Rights, invite_person
from manufacturers.services.register import (
    CompanyData,
    check_code,
    register_manufacturer,
    verify_manufacturer,
)

# More requests than officers can read are not a queue but an attack.
MOST_WAITING = 500


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who asks for the company, and becomes its first administrator."""

    email: str
    person_uk: str
    person_en: str
    title_uk: str = ""
    title_en: str = ""
    signs: bool = False


@transaction.atomic
def ask_to_enrol(
    *, company: CompanyData, newcomer: Newcomer, code_confirmed: bool = False
) -> Enrolment:
    """Keep a request for registration; the same request twice is one.

    Event: `enrolment.asked`, without an actor. Raises InvalidInput for a code that is malformed
    or doubtful and not confirmed, for dates in the wrong order, and while too many wait.
    """
    code = check_code(company.edrpou, confirmed=code_confirmed)
    check_period(
        company.registered_on, company.registration_valid_until, "registration_valid_until"
    )
    waiting = Enrolment.objects.filter(state=EnrolmentState.WAITING)
    if waiting.count() >= MOST_WAITING:
        message = _("Too many requests are waiting. Try again tomorrow.")
        raise InvalidInput("enrolments_full", message)
    columns = asdict(company) | asdict(newcomer) | {"edrpou": code}
    columns["email"] = newcomer.email.strip().lower()
    enrolment, is_new = waiting.get_or_create(edrpou=code, email=columns["email"], defaults=columns)
    if is_new:
        _record(None, "enrolment.asked", enrolment, {})
    return enrolment


@transaction.atomic
def accept_enrolment(*, actor: User, enrolment_id: UUID) -> Manufacturer:
    """Register and verify the company, and make the newcomer its administrator.

    Only a case officer does this, having compared the data with the state register. The person
    is told by mail and sets a password through “Forgotten password”. Events: `enrolment.accepted`
    and those of the register. Raises Http404, NotAllowed, Conflict for a settled request,
    InvalidInput for a company or an e-mail address that is registered already.
    """
    enrolment = _locked(actor, enrolment_id)
    names = CompanyData.__slots__
    data = CompanyData(**{name: getattr(enrolment, name) for name in names})
    company = register_manufacturer(actor=actor, data=data, code_confirmed=True)
    membership = invite_person(
        actor=actor,
        company_id=company.pk,
        email=enrolment.email,
        name_uk=enrolment.person_uk,
        name_en=enrolment.person_en,
        title_uk=enrolment.title_uk,
        title_en=enrolment.title_en,
        rights=Rights(prepares=True, signs=enrolment.signs, administers=True),
    )
    company = verify_manufacturer(actor=actor, company_id=company.pk, version=company.version)
    enrolment.company = company
    _settle(enrolment, actor, EnrolmentState.ACCEPTED)
    _record(actor, "enrolment.accepted", enrolment, {"company": company.pk})
    notify(
        recipients=[membership.user],
        kind=Kind.COMPANY_REGISTERED,
        params={"number": company.edrpou},
        link="/company/",
        key=f"enrolment:{enrolment.pk}",
    )
    return company


@transaction.atomic
def decline_enrolment(*, actor: User, enrolment_id: UUID, reason: str) -> Enrolment:
    """Refuse a request; the newcomer reads the reason on the page of the request.

    Event: `enrolment.declined`. Raises Http404, NotAllowed, Conflict, InvalidInput without reason.
    """
    enrolment = _locked(actor, enrolment_id)
    if not reason.strip():
        raise InvalidInput("reason", _("Say why, so that it can be put right."), field="reason")
    enrolment.reason = reason.strip()
    _settle(enrolment, actor, EnrolmentState.DECLINED)
    _record(actor, "enrolment.declined", enrolment, {"reason": enrolment.reason})
    return enrolment


def _locked(actor: User, enrolment_id: UUID) -> Enrolment:
    policies.require_register(actor)
    enrolment = Enrolment.objects.select_for_update().filter(pk=enrolment_id).first()
    if enrolment is None:
        raise Http404
    if enrolment.state != EnrolmentState.WAITING:
        raise Conflict("enrolment_settled", _("This request is settled already."))
    return enrolment


def _settle(enrolment: Enrolment, actor: User, state: EnrolmentState) -> None:
    enrolment.state, enrolment.settled_at, enrolment.settled_by = state, clock.now(), actor
    enrolment.save()


def _record(actor: User | None, verb: str, enrolment: Enrolment, data: dict[str, object]) -> None:
    subject = f"enrolment:{enrolment.pk}"
    record(actor=actor, verb=verb, subject=subject, number=enrolment.edrpou, data=data)
