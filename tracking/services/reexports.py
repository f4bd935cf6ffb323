"""Requests to pass goods on: entered with the end user's letter, decided by the head.

The path of every decision: who prepares does not decide, an embargo cannot be consented away, a
refusal names its ground, and both have their event.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.audit import log
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from core.documents import intake
from core.notifications.messages import notify
from core.notifications.texts import Kind
from core.reference.models import Tier
from core.reference.selectors import destination, refusal_grounds
from licensing.models import Licence
from licensing.services._notices import company_people
from tracking import policies
from tracking.models import ReexportRequest, ReexportState
from tracking.selectors.balance import balance
from tracking.selectors.numbers import ranges_with
from tracking.serials import Serials
from tracking.services._mentions import mention
from tracking.services._serials import readable
from tracking.services.shipments import lock_licence


@dataclass(frozen=True, slots=True)
class RequestData:
    """What the end user asks."""

    letter_no: str
    letter_on: date
    new_holder: str
    country: str
    position: int
    quantity: Decimal
    reason: str
    address: str = ""
    serials: str = ""


@transaction.atomic
def ask(
    *, actor: User, licence_id: UUID, data: RequestData, upload: "File[Any] | None" = None
) -> ReexportRequest:
    """Enter a request. Event: reexport.asked.

    Raises InvalidInput for more than was shipped, a letter to come or entered before, and numbers
    that no shipment of the permit holds.
    """
    licence = lock_licence(licence_id)
    policies.require(policies.may_declare(actor, licence))
    numbers = _require_sense(licence, data)
    request = ReexportRequest.objects.create(
        licence=licence,
        letter_no=data.letter_no.strip(),
        letter_on=data.letter_on,
        new_holder=data.new_holder.strip(),
        country=data.country,
        address=data.address.strip(),
        position=data.position,
        quantity=data.quantity,
        reason=data.reason.strip(),
        file=intake.receive(actor=actor, upload=upload, field="file") if upload else None,
        entered_by=actor,
    )
    mention(numbers, reexport=request)
    _record(request, actor, "reexport.asked", country=request.country)
    _tell(request, list(people_with_role(Role.HEAD)), Kind.REEXPORT_ASKED)
    return request


@transaction.atomic
def decide(
    *,
    actor: User,
    request_id: UUID,
    consent: bool,
    reason: str,
    ground: str = "",
    conditions: str = "",
) -> ReexportRequest:
    """Consent or refuse. Events: reexport.consented; reexport.refused.

    Raises Conflict when it was decided, and when an embargo, a treaty or a closed destination
    bars consent; InvalidInput without reasons, or for a refusal without its ground.
    """
    rows = ReexportRequest.objects.select_for_update(of=("self",))
    request = (
        rows.select_related("licence__application__manufacturer").filter(pk=request_id).first()
    )
    if request is None:
        raise Http404
    policies.require(policies.may_decide(actor, request))
    if not reason.strip():
        raise InvalidInput("reason_missing", _("Give the reasons."), field="reason")
    if consent:
        _require_open(request.country)
    elif not refusal_grounds().filter(code=ground).exists():
        raise InvalidInput("ground_unknown", _("Choose the ground."), field="ground")
    request.state = (ReexportState.CONSENTED if consent else ReexportState.REFUSED).value
    request.ground = "" if consent else ground
    request.decision, request.conditions = reason.strip(), conditions.strip()
    request.decided_by, request.decided_at = actor, clock.now()
    request.save(
        update_fields=["state", "ground", "decision", "conditions", "decided_by", "decided_at"]
    )
    verb = "reexport.consented" if consent else "reexport.refused"
    _record(request, actor, verb, ground=request.ground, reason=request.decision)
    _tell(request, company_people(request.licence.application), Kind.REEXPORT_DECIDED)
    return request


def _require_sense(licence: Licence, data: RequestData) -> tuple[Serials, ...]:
    if data.letter_on > clock.today():
        raise InvalidInput("letter_in_future", _("This day is still to come."), field="letter_on")
    if licence.reexports.filter(letter_no=data.letter_no.strip()).exists():
        raise InvalidInput(
            "letter_twice", _("This letter was handed in already."), field="letter_no"
        )
    shipped = {line.position: line.shipped.quantity for line in balance(licence)}
    if not 0 < data.quantity <= shipped.get(data.position, Decimal(0)):
        raise InvalidInput(
            "above_shipped", _("More than was shipped of this line."), field="quantity"
        )
    numbers = readable(data.serials, "serials")
    for one in numbers:
        if not ranges_with(one).filter(shipment__licence=licence).exists():
            raise InvalidInput(
                "serials_elsewhere",
                _("No shipment under this permit holds these numbers."),
                field="serials",
            )
    return numbers


def _require_open(country: str) -> None:
    """An absolute bar cannot be consented away (design, rule 4); no rule is no consent."""
    policy = destination(country, clock.today())
    if policy is None or policy.embargo or policy.treaty_bar or policy.tier == Tier.CLOSED:
        raise Conflict("barred", _("Nothing may go to this country; only a refusal is possible."))


def _record(request: ReexportRequest, actor: User, verb: str, **data: object) -> None:
    log.record(
        actor=actor,
        verb=verb,
        subject=request.subject,
        number=request.licence.number,
        data={"letter": request.letter_no, **data},
    )


def _tell(request: ReexportRequest, people: list[User], kind: Kind) -> None:
    notify(
        recipients=people,
        kind=kind,
        params={"number": request.licence.number},
        link=f"/licences/re-exports/{request.pk}/",
        key=f"{kind}:{request.pk}",
        company=request.licence.application.manufacturer_id,
    )
