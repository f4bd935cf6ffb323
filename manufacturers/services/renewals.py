"""A company sends its renewed authority or registration certificate; an officer settles it.

Nothing changes for the company until then: the old paper counts.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.roles import CompanyRight, Role
from core.accounts.selectors import people_with_role
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from core.documents import intake
from core.notifications.messages import notify
from core.notifications.texts import Kind
from manufacturers import policies
from manufacturers.models import Manufacturer, Renewal, RenewalKind, RenewalState
from manufacturers.selectors import people_with
from manufacturers.services._shared import check_period, locked, record_about
from manufacturers.services.register import add_authority
from manufacturers.services.reminders import renew_reminders

Upload: TypeAlias = "File[Any]"


@dataclass(frozen=True, slots=True)
class PaperData:
    """What stands in the paper. Only a registration may be without an end."""

    number: str
    issued_on: date
    valid_until: date | None = None
    scope_uk: str = ""
    scope_en: str = ""


@transaction.atomic
def send_renewal(
    *, actor: User, company_id: UUID, kind: str, data: PaperData, upload: "Upload"
) -> Renewal:
    """Send a paper to be confirmed; an earlier one of the kind that still waits is replaced.

    Only the company's administrator does this; the officers are told. Event:
    `company.renewal_sent`. Raises Http404, NotAllowed, and InvalidInput for dates in the wrong
    order, a day of issue to come, a number that is entered already, or the file.
    """
    company = locked(company_id)
    policies.require_administer(actor, company)
    _check(company, RenewalKind(kind), data)
    file = intake.receive(actor=actor, upload=upload, field="upload")
    _replace_waiting(company, kind, actor)
    renewal = Renewal.objects.create(
        manufacturer=company,
        kind=kind,
        file=file,
        sent_by=actor,
        sent_at=clock.now(),
        **asdict(data),
    )
    _record(actor, "company.renewal_sent", renewal)
    _tell(renewal, Kind.RENEWAL_SENT, people_with_role(Role.OFFICER))
    return renewal


@transaction.atomic
def confirm_renewal(*, actor: User, renewal_id: UUID) -> Renewal:
    """Let a paper count from now on, having compared it with who issued it.

    Only a case officer does this. Events: `company.renewal_confirmed`, with
    `company.authority_added` for an authority. Raises Http404, NotAllowed, Conflict for a settled
    paper, InvalidInput for a number that was taken meanwhile.
    """
    renewal = _locked(actor, renewal_id)
    if renewal.kind == RenewalKind.AUTHORITY:
        _enter_authority(actor, renewal)
    else:
        _enter_registration(renewal)
    _settle(renewal, actor, RenewalState.CONFIRMED)
    _record(actor, "company.renewal_confirmed", renewal)
    _tell(renewal, Kind.RENEWAL_CONFIRMED, _people_of(renewal))
    return renewal


@transaction.atomic
def decline_renewal(*, actor: User, renewal_id: UUID, reason: str) -> Renewal:
    """Refuse a paper; the company reads the reason on its page and sends another one.

    Event: `company.renewal_declined`. Raises Http404, NotAllowed, Conflict, InvalidInput without
    a reason.
    """
    renewal = _locked(actor, renewal_id)
    if not reason.strip():
        raise InvalidInput("reason", _("Say why, so that it can be put right."), field="reason")
    renewal.reason = reason.strip()
    _settle(renewal, actor, RenewalState.DECLINED)
    _record(actor, "company.renewal_declined", renewal)
    _tell(renewal, Kind.RENEWAL_DECLINED, _people_of(renewal))
    return renewal


def _check(company: Manufacturer, kind: RenewalKind, data: PaperData) -> None:
    check_period(data.issued_on, data.valid_until, "valid_until")
    if data.issued_on > clock.today():
        message = _("The day of issue cannot lie in the future.")
        raise InvalidInput("issued_later", message, field="issued_on")
    if kind == RenewalKind.AUTHORITY:
        if data.valid_until is None:
            raise InvalidInput("no_end", _("Give the last day."), field="valid_until")
        if company.authorities.filter(number=data.number).exists():
            message = _("This authority is entered already.")
            raise InvalidInput("authority_taken", message, field="number")


def _replace_waiting(company: Manufacturer, kind: str, actor: User) -> None:
    waiting = company.renewals.filter(kind=kind, state=RenewalState.WAITING)
    waiting.update(state=RenewalState.REPLACED, settled_at=clock.now(), settled_by=actor)


def _enter_authority(actor: User, renewal: Renewal) -> None:
    assert renewal.valid_until is not None
    add_authority(
        actor=actor,
        company_id=renewal.manufacturer_id,
        number=renewal.number,
        issued_on=renewal.issued_on,
        valid_until=renewal.valid_until,
        scope_uk=renewal.scope_uk,
        scope_en=renewal.scope_en,
        file=renewal.file,
    )


def _enter_registration(renewal: Renewal) -> None:
    company = renewal.manufacturer
    others = Manufacturer.objects.exclude(pk=company.pk)
    if others.filter(registration_no=renewal.number).exists():
        message = _("This registration number is taken.")
        raise InvalidInput("registration_taken", message, field="number")
    company.registration_no = renewal.number
    company.registered_on = renewal.issued_on
    company.registration_valid_until = renewal.valid_until
    company.version += 1
    columns = ("registration_no", "registered_on", "registration_valid_until", "version")
    company.save(update_fields=columns)
    renew_reminders(company)


def _locked(actor: User, renewal_id: UUID) -> Renewal:
    """Lock the company first, as every change of its standing does."""
    policies.require_register(actor)
    found = Renewal.objects.filter(pk=renewal_id).values_list("manufacturer_id", flat=True).first()
    if found is None:
        raise Http404
    company = locked(found)
    renewal = Renewal.objects.select_related("file", "sent_by").get(pk=renewal_id)
    renewal.manufacturer = company
    if renewal.state != RenewalState.WAITING:
        raise Conflict("renewal_settled", _("This paper is settled already."))
    return renewal


def _settle(renewal: Renewal, actor: User, state: RenewalState) -> None:
    renewal.state, renewal.settled_by, renewal.settled_at = state, actor, clock.now()
    renewal.save(update_fields=["state", "settled_by", "settled_at", "reason"])


def _people_of(renewal: Renewal) -> list[User]:
    administrators = people_with(renewal.manufacturer, CompanyRight.ADMINISTER)
    return [renewal.sent_by, *administrators]


def _tell(renewal: Renewal, kind: Kind, recipients: Any) -> None:
    is_officers = kind == Kind.RENEWAL_SENT
    notify(
        recipients=recipients,
        kind=kind,
        params={"number": renewal.number},
        link=f"/companies/renewals/{renewal.pk}/" if is_officers else "/company/",
        key=f"renewal:{renewal.pk}:{kind}",
        company=renewal.manufacturer_id,
    )


def _record(actor: User, verb: str, renewal: Renewal) -> None:
    data = {
        "kind": renewal.kind,
        "number": renewal.number,
        "issued_on": renewal.issued_on,
        "valid_until": renewal.valid_until,
        "file": renewal.file.sha256,
        "reason": renewal.reason,
    }
    record_about(actor, verb, renewal.manufacturer, data)
