"""Requests to pass goods on: entered with the end user's letter, decided as an export is.

A request opens a case under its permit (`licensing/services/reexport.py`): checks, opinions, the
commission's vote and the head's decision are those of every case. Where an embargo, a treaty or a
closed destination leaves nothing to vote on, no case is opened and the head can only refuse.
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
from core.base.errors import InvalidInput
from core.documents import intake
from core.documents.models import StoredFile
from core.notifications.messages import notify
from core.notifications.texts import Kind
from core.reference.models import Tier
from core.reference.selectors import destination, refusal_grounds
from licensing.models import Application, Licence
from licensing.services import reexport
from licensing.services._notices import company_people
from licensing.services.reexport import Passing
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

    Opens the case, unless nothing may go to the country. Raises InvalidInput for more than was
    shipped and not asked for yet, a letter to come or entered before, and numbers that no
    shipment of the permit holds.
    """
    licence = lock_licence(licence_id)
    policies.require(policies.may_declare(actor, licence))
    numbers = _require_sense(licence, data)
    letter = intake.receive(actor=actor, upload=upload, field="file") if upload else None
    case = None if is_barred(data.country) else _open_case(actor, licence, data, letter)
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
        file=letter,
        entered_by=actor,
        case=case,
    )
    mention(numbers, reexport=request)
    _record(request, actor, "reexport.asked", country=request.country, case=case and case.pk)
    people = company_people(licence.application) if case else list(people_with_role(Role.HEAD))
    _tell(request, people, Kind.REEXPORT_ASKED)
    return request


@transaction.atomic
def refuse(*, actor: User, request_id: UUID, reason: str, ground: str) -> ReexportRequest:
    """Refuse a request that no vote could consent to. Event: reexport.refused.

    Raises NotAllowed for anybody but a head who did not enter it, Conflict when it was refused or
    its case decides, InvalidInput without reasons or a ground.
    """
    rows = ReexportRequest.objects.select_for_update(of=("self",))
    request = (
        rows.select_related("licence__application__manufacturer").filter(pk=request_id).first()
    )
    if request is None:
        raise Http404
    policies.require(policies.may_refuse(actor, request))
    if not reason.strip():
        raise InvalidInput("reason_missing", _("Give the reasons."), field="reason")
    if not refusal_grounds().filter(code=ground).exists():
        raise InvalidInput("ground_unknown", _("Choose the ground."), field="ground")
    request.state, request.ground = ReexportState.REFUSED.value, ground
    request.decision = reason.strip()
    request.decided_by, request.decided_at = actor, clock.now()
    request.save(update_fields=["state", "ground", "decision", "decided_by", "decided_at"])
    _record(request, actor, "reexport.refused", ground=ground, reason=request.decision)
    _tell(request, company_people(request.licence.application), Kind.REEXPORT_DECIDED)
    return request


def is_barred(country: str) -> bool:
    """Tell whether nothing may go to a country today, whoever votes (design, rule 4)."""
    policy = destination(country, clock.today())
    return policy is None or policy.embargo or policy.treaty_bar or policy.tier == Tier.CLOSED


def _open_case(
    actor: User, licence: Licence, data: RequestData, letter: StoredFile | None
) -> Application:
    asked = Passing(
        position=data.position,
        quantity=data.quantity,
        new_holder=data.new_holder.strip(),
        country=data.country,
        address=data.address.strip(),
        reason=data.reason.strip(),
    )
    return reexport.open_case(actor=actor, licence=licence, asked=asked, letter=letter)


def _require_sense(licence: Licence, data: RequestData) -> tuple[Serials, ...]:
    if data.letter_on > clock.today():
        raise InvalidInput("letter_in_future", _("This day is still to come."), field="letter_on")
    if licence.reexports.filter(letter_no=data.letter_no.strip()).exists():
        raise InvalidInput(
            "letter_twice", _("This letter was handed in already."), field="letter_no"
        )
    if not 0 < data.quantity <= _left(licence, data.position):
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


def _left(licence: Licence, position: int) -> Decimal:
    """Return what was shipped of a line and is asked for by no other live request."""
    shipped = {line.position: line.shipped.quantity for line in balance(licence)}
    earlier = licence.reexports.filter(position=position).select_related("case")
    over = (ReexportState.REFUSED, ReexportState.CLOSED)
    asked = [
        one.quantity
        for one in earlier.prefetch_related("case__decisions")
        if one.standing not in over
    ]
    return shipped.get(position, Decimal(0)) - sum(asked, Decimal(0))


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
