"""Incidents and declarations that goods were used up, linked to permits by serial number."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import Sum
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
from licensing.models import Licence
from tracking import policies
from tracking.models import End, Incident, UsedUp
from tracking.selectors.balance import balance
from tracking.selectors.numbers import ranges_with
from tracking.serials import Serials
from tracking.services._mentions import mention
from tracking.services._serials import readable
from tracking.services.shipments import lock_licence


@dataclass(frozen=True, slots=True)
class IncidentData:
    """What was reported, by whom, and how far both can be believed."""

    kind: str
    happened_on: date
    country: str
    source: str
    reliability: str
    credibility: str
    text: str
    place: str = ""
    source_ref: str = ""
    serials: str = ""
    licence_no: str = ""


@transaction.atomic
def report(*, actor: User, data: IncidentData) -> Incident:
    """Keep an incident and find the permit its numbers went out under. Event: incident.reported.

    Without a named permit, the one whose shipments hold the numbers is linked when there is just
    one. Raises InvalidInput for a day to come, unreadable numbers, an unknown permit, or a permit
    whose shipments do not hold the numbers.
    """
    policies.require(policies.may_oversee(actor))
    if data.happened_on > clock.today():
        raise InvalidInput("day_in_future", _("This day is still to come."), field="happened_on")
    found = readable(data.serials, "serials")
    incident = Incident.objects.create(
        kind=data.kind,
        happened_on=data.happened_on,
        country=data.country,
        place=data.place.strip(),
        source=data.source,
        source_ref=data.source_ref.strip(),
        reliability=data.reliability,
        credibility=data.credibility,
        text=data.text.strip(),
        licence=_licence_of(data.licence_no.strip(), found),
        reported_by=actor,
    )
    mention(found, incident=incident)
    _tell(incident, data.serials)
    return incident


@transaction.atomic
def conclude(*, actor: User, incident_id: UUID, conclusion: str) -> Incident:
    """Close an incident with what was found out. Event: incident.concluded."""
    policies.require(policies.may_oversee(actor))
    incident = Incident.objects.select_for_update(of=("self",)).filter(pk=incident_id).first()
    if incident is None:
        raise Http404
    if incident.concluded_at is not None:
        raise Conflict("concluded", _("This incident is concluded already."))
    if not conclusion.strip():
        raise InvalidInput("reason_missing", _("Say what was found out."), field="conclusion")
    incident.conclusion = conclusion.strip()
    incident.concluded_at, incident.concluded_by = clock.now(), actor
    incident.save(update_fields=["conclusion", "concluded_at", "concluded_by"])
    log.record(
        actor=actor,
        verb="incident.concluded",
        subject=incident.subject,
        data={"conclusion": incident.conclusion},
    )
    return incident


@dataclass(frozen=True, slots=True)
class UsedUpData:
    """What the end user's letter declares of one line."""

    position: int
    quantity: Decimal
    end: str
    until: date
    letter_no: str
    letter_on: date
    serials: str = ""
    note: str = ""


@transaction.atomic
def declare_used_up(
    *, actor: User, licence_id: UUID, data: UsedUpData, upload: "File[Any] | None" = None
) -> UsedUp:
    """Keep a declaration that goods are no more. Event: goods.used_up.

    Raises InvalidInput for more than was shipped and is not declared yet, for a day to come, and
    for numbers that are not in a shipment of this permit or do not fit the quantity.
    """
    licence = lock_licence(licence_id)
    policies.require(policies.may_declare(actor, licence))
    found = readable(data.serials, "serials")
    _require_left(licence, data)
    _require_shipped(licence, data, found)
    kept = UsedUp.objects.create(
        licence=licence,
        position=data.position,
        quantity=data.quantity,
        end=End(data.end),
        until=data.until,
        letter_no=data.letter_no.strip(),
        letter_on=data.letter_on,
        note=data.note.strip(),
        file=intake.receive(actor=actor, upload=upload, field="file") if upload else None,
        entered_by=actor,
    )
    mention(found, used_up=kept)
    log.record(
        actor=actor,
        verb="goods.used_up",
        subject=licence.subject,
        number=licence.number,
        data={
            "line": kept.position,
            "quantity": f"{kept.quantity:f}",
            "end": kept.end,
            "letter": kept.letter_no,
            "serials": data.serials,
        },
    )
    return kept


def _licence_of(number: str, found: tuple[Serials, ...]) -> Licence | None:
    held = {one.shipment.licence for serials in found for one in ranges_with(serials)}
    if not number:
        return held.pop() if len(held) == 1 else None
    licence = Licence.objects.filter(number=number).first()
    if licence is None:
        raise InvalidInput("unknown_permit", _("There is no such permit."), field="licence_no")
    if found and licence not in held:
        raise InvalidInput(
            "serials_elsewhere",
            _("No shipment under this permit holds these numbers."),
            field="serials",
        )
    return licence


def _require_left(licence: Licence, data: UsedUpData) -> None:
    for field in ("until", "letter_on"):
        if getattr(data, field) > clock.today():
            raise InvalidInput("day_in_future", _("This day is still to come."), field=field)
    shipped = {line.position: line.shipped.quantity for line in balance(licence)}
    declared = UsedUp.objects.filter(licence=licence, position=data.position)
    if declared.filter(letter_no=data.letter_no.strip()).exists():
        raise InvalidInput(
            "letter_twice", _("This letter was handed in already."), field="letter_no"
        )
    before = declared.aggregate(sum=Sum("quantity"))["sum"] or Decimal(0)
    left = shipped.get(data.position, Decimal(0)) - before
    if not 0 < data.quantity <= left:
        raise InvalidInput(
            "above_shipped",
            _("Only %(left)s of this line were shipped and are not declared yet."),
            field="quantity",
            left=f"{left.normalize():f}",
        )


def _require_shipped(licence: Licence, data: UsedUpData, found: tuple[Serials, ...]) -> None:
    named = sum(one.count for one in found)
    if named and named != data.quantity:
        raise InvalidInput(
            "serials_count",
            _("%(named)s serial numbers for a quantity of %(quantity)s."),
            field="serials",
            named=named,
            quantity=f"{data.quantity.normalize():f}",
        )
    for one in found:
        held = [row for row in ranges_with(one) if row.shipment.licence_id == licence.pk]
        if not held:
            raise InvalidInput(
                "serials_elsewhere",
                _("No shipment under this permit holds these numbers."),
                field="serials",
            )


def _tell(incident: Incident, numbers: str) -> None:
    log.record(
        actor=incident.reported_by,
        verb="incident.reported",
        subject=incident.subject,
        number=incident.licence.number if incident.licence else "",
        data={"kind": incident.kind, "grade": incident.grade, "serials": numbers},
    )
    notify(
        recipients=[*people_with_role(Role.OFFICER), *people_with_role(Role.HEAD)],
        kind=Kind.INCIDENT_REPORTED,
        params={},
        link=f"/licences/incidents/{incident.pk}/",
        key=f"incident:{incident.pk}",
    )
