"""The event and the notices of each act on a shipment; inside its transaction (design, rule 8)."""

from collections.abc import Sequence

from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.audit import log
from core.notifications.messages import notify
from core.notifications.texts import Kind
from licensing.services._notices import company_people
from tracking.models import Entry, Shipment

Lines = Sequence[dict[str, object]]


def announced(shipment: Shipment, actor: User, lines: Lines) -> None:
    """Tell customs what is coming. Event: shipment.announced."""
    _record(shipment, actor, "shipment.announced", planned_on=shipment.planned_on, lines=lines)
    _tell(
        shipment,
        list(people_with_role(Role.CUSTOMS)),
        Kind.SHIPMENT_ANNOUNCED,
        planned_on=shipment.planned_on.isoformat(),
    )


def confirmed(shipment: Shipment, actor: User, people: list[User]) -> None:
    """Tell the company's people. Event: shipment.confirmed."""
    _record(
        shipment,
        actor,
        "shipment.confirmed",
        crossed_on=shipment.crossed_on,
        declaration=shipment.declaration,
        border_post=shipment.border_post,
        entries=[_entry(one) for one in shipment.entries.all()],
    )
    _tell(shipment, people, Kind.SHIPMENT_CONFIRMED)


def cancelled(shipment: Shipment, actor: User, reason: str) -> None:
    """Tell company and customs. Event: shipment.cancelled."""
    _record(shipment, actor, "shipment.cancelled", reason=reason)
    people = company_people(shipment.licence.application)
    _tell(shipment, [*people, *people_with_role(Role.CUSTOMS)], Kind.SHIPMENT_CANCELLED)


def corrected(shipment: Shipment, actor: User, reason: str, changes: Lines) -> None:
    """Tell the company. Event: shipment.corrected."""
    event = _record(shipment, actor, "shipment.corrected", reason=reason, changes=changes)
    people = company_people(shipment.licence.application)
    _tell(shipment, people, Kind.SHIPMENT_CORRECTED, key=f"{event}")


def _entry(one: Entry) -> dict[str, object]:
    amounts = {"quantity": f"{one.quantity:f}", "value": f"{one.value:f}"}
    return {"position": one.position, "kind": one.kind, **amounts}


def _record(shipment: Shipment, actor: User, verb: str, **data: object) -> int:
    event = log.record(
        actor=actor,
        verb=verb,
        subject=shipment.subject,
        number=shipment.number,
        data={"licence": shipment.licence.number, **data},
    )
    return event.pk


def _tell(
    shipment: Shipment, people: list[User], kind: Kind, *, key: str = "", **params: str
) -> None:
    notify(
        recipients=people,
        kind=kind,
        params={"number": shipment.number, **params},
        link=f"/licences/{shipment.licence.number}/",
        key=f"{kind}:{shipment.pk}:{key}",
        company=shipment.licence.application.manufacturer_id,
    )
