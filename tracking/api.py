"""The interface of customs: is a licence good, and write shipments off under it.

The verbs are those of the pages (`tracking.services.shipments`); a repeated call answers the same
bytes by its Idempotency-Key and a declaration is written off once whatever the key.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Schema, Status
from pydantic import Field

from core.api import paging
from core.api.authentication import actor
from core.api.routing import ApiRouter
from core.api.schemas import AsText, Exact, Sent, one_of
from core.api.scopes import Scope
from core.base import clock
from licensing.licence_life import LicenceState
from licensing.selectors import get_licence, key_of_licence
from licensing.selectors.licences.register import state_of
from tracking.models import Shipment, ShipmentState
from tracking.selectors.changes import Change, changes_after
from tracking.selectors.checks import Question, objections
from tracking.selectors.shipments import amounts_of, get_shipment, key_of_shipment
from tracking.services import shipments
from tracking.services.shipments import Wanted

router = ApiRouter(tags=["customs"])

Amount = Annotated[Decimal, AsText(max_digits=18, decimal_places=3)]
Money = Annotated[Decimal, AsText(max_digits=18, decimal_places=2)]
Position = Annotated[int, Field(ge=1, le=32767)]


class ReasonOut(Schema):
    """Why not."""

    code: str
    detail: str


class VerdictOut(Schema):
    """Whether the licence is good for what was asked, today or on the day asked."""

    number: str
    good: bool
    state: Annotated[str, one_of("LicenceState", LicenceState.values)]
    on: date
    valid_until: date
    reasons: list[ReasonOut]


class ShipmentLineIn(Sent):
    """What goes under one line; without a value the licensed price counts."""

    position: Position
    quantity: Amount
    unit: str = Field("", max_length=12)
    value: Money | None = None
    serials: str = Field("", max_length=4000)

    def wanted(self) -> Wanted:
        """Return the same for the service."""
        return Wanted(self.position, self.quantity, self.value, self.unit, self.serials)


class ReserveIn(Sent):
    """A shipment to reserve."""

    licence: str = Field(max_length=16)
    planned_on: date
    border_post: str = Field("", max_length=80)
    carrier: str = Field("", max_length=120)
    lines: list[ShipmentLineIn] = Field(min_length=1, max_length=200)


class ConfirmIn(Sent):
    """What crossed; without lines everything that was announced."""

    crossed_on: date
    declaration: str = Field(max_length=40)
    border_post: str = Field("", max_length=80)
    lines: list[ShipmentLineIn] | None = Field(None, max_length=200)


class CancelIn(Sent):
    """Why the shipment is taken back."""

    reason: str = Field(max_length=500)


class AmountOut(Schema):
    """What the shipment holds of one line now."""

    position: int
    quantity: Exact


class ShipmentOut(Schema):
    """A shipment as it stands."""

    number: str
    licence: str
    state: Annotated[str, one_of("ShipmentState", ShipmentState.values)]
    planned_on: date
    crossed_on: date | None
    declaration: str
    border_post: str
    lines: list[AmountOut]

    @staticmethod
    def resolve_licence(shipment: Shipment) -> str:
        """Return the number of its licence."""
        return shipment.licence.number

    @staticmethod
    def resolve_lines(shipment: Shipment) -> list[dict[str, int | Decimal]]:
        """Return the sums of its entries."""
        held = amounts_of(shipment)
        return [{"position": at, "quantity": held[at]} for at in sorted(held)]


class ChangeOut(Schema):
    """One change of a licence or a shipment, in the order of the ledger."""

    position: int
    verb: str
    number: str
    at: str


class ChangesOut(Schema):
    """A page of changes; `next` is None when there is nothing newer yet."""

    items: list[ChangeOut]
    next: str | None


@router.read("/licences/{number}", scope=Scope.LICENCES_READ, response=VerdictOut)
def check_licence(
    request: HttpRequest,
    number: str,
    on: date | None = None,
    position: Annotated[int | None, Query(ge=1, le=32767)] = None,
    quantity: Annotated[Decimal | None, Query(ge=0, max_digits=18, decimal_places=3)] = None,
    unit: Annotated[str, Query(max_length=12)] = "",
    consignee: Annotated[str, Query(max_length=300)] = "",
) -> VerdictOut:
    """Say whether the licence is good for these goods, this quantity and consignee on the day."""
    licence = get_licence(actor(request), number)
    day = on or clock.today()
    against = objections(licence, Question(day, position, quantity, unit, consignee))
    return VerdictOut(
        number=licence.number,
        good=not against,
        state=state_of(licence)[0],
        on=day,
        valid_until=licence.valid_until,
        reasons=[ReasonOut(code=one.code, detail=str(one.text)) for one in against],
    )


@router.write("POST", "/shipments", scope=Scope.SHIPMENTS_WRITE, response={201: ShipmentOut})
def reserve_shipment(request: HttpRequest, sent: ReserveIn) -> Status[Shipment]:
    """Reserve goods of a licence for a shipment."""
    person = actor(request)
    made = shipments.announce(
        actor=person,
        licence_id=key_of_licence(person, sent.licence),
        lines=[line.wanted() for line in sent.lines],
        planned_on=sent.planned_on,
        border_post=sent.border_post,
        carrier=sent.carrier,
    )
    return Status(201, made)


@router.write(
    "POST", "/shipments/{number}/confirm", scope=Scope.SHIPMENTS_WRITE, response=ShipmentOut
)
def confirm_shipment(request: HttpRequest, number: str, sent: ConfirmIn) -> Shipment:
    """Write an announced shipment off: it crossed the border."""
    person = actor(request)
    lines = None if sent.lines is None else [line.wanted() for line in sent.lines]
    return shipments.confirm(
        actor=person,
        shipment_id=key_of_shipment(person, number),
        crossed_on=sent.crossed_on,
        declaration=sent.declaration,
        border_post=sent.border_post,
        lines=lines,
    )


@router.write(
    "POST", "/shipments/{number}/cancel", scope=Scope.SHIPMENTS_WRITE, response=ShipmentOut
)
def cancel_shipment(request: HttpRequest, number: str, sent: CancelIn) -> Shipment:
    """Take an announced shipment back."""
    person = actor(request)
    return shipments.cancel(
        actor=person, shipment_id=key_of_shipment(person, number), reason=sent.reason
    )


@router.read("/shipments/{number}", scope=Scope.LICENCES_READ, response=ShipmentOut)
def read_shipment(request: HttpRequest, number: str) -> Shipment:
    """Read a shipment as it stands."""
    return get_shipment(actor(request), number)


@router.read("/licence-changes", scope=Scope.LICENCES_READ, response=ChangesOut)
def licence_changes(request: HttpRequest, after: str = "") -> ChangesOut:
    """Read what happened to licences and shipments since a cursor, the oldest first."""
    found = changes_after(actor(request), paging.key_of(after))
    last = found[-1].position if found else None
    return ChangesOut(
        items=[_change(one) for one in found],
        next=paging.cursor("" if last is None else str(last)),
    )


def _change(one: Change) -> ChangeOut:
    return ChangeOut(position=one.position, verb=one.verb, number=one.number, at=one.at.isoformat())
