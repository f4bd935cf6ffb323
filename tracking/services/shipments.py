"""Shipments: announced by the company, confirmed, cancelled and corrected at the border.

Every act locks the licence first, so two border posts at the same second stand in line; the
balance is judged here for a clear sentence and by a database trigger for certain (design, rule 6).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, Sum, prefetch_related_objects
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import clock, numbers
from core.base.errors import Conflict, InvalidInput
from licensing.models import Licence
from licensing.services import licences
from licensing.services._notices import company_people
from tracking import policies, serials
from tracking.models import Entry, EntryKind, SerialRange, Shipment, ShipmentState
from tracking.selectors.balance import BalanceLine, Drawn, balance, is_used_up
from tracking.services import _notices as notices
from tracking.services._proofs import owe_proof, settle_proof
from tracking.services._serials import keep_serials, read_serials
from tracking.services.sheets import write_sheet

CENT = Decimal("0.01")

#: The balance of a licence, by the position of the line.
Lines: TypeAlias = Mapping[int, BalanceLine]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes under one line. `unit` is checked when given; a missing value is in proportion."""

    position: int
    quantity: Decimal
    value: Decimal | None = None
    unit: str = ""
    serials: str = ""


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A line of the balance with what is to be drawn from it."""

    line: BalanceLine
    quantity: Decimal
    value: Decimal
    serials: tuple[serials.Serials, ...]


@transaction.atomic
def announce(
    *,
    actor: User,
    licence_id: UUID,
    lines: Sequence[Wanted],
    planned_on: date,
    border_post: str = "",
    carrier: str = "",
) -> Shipment:
    """Reserve goods of a valid licence for a shipment. Event: shipment.announced.

    Raises InvalidInput for a wrong line, unit, date, serial number or an amount above the balance.
    """
    licence = lock_licence(licence_id)
    policies.require(policies.may_announce(actor, licence))
    _require_in_term(licence, planned_on, "planned_on")
    drawings = _drawings(licence, lines)
    shipment = Shipment.objects.create(
        licence=licence,
        number=numbers.next_number(numbers.Kind.SHIPMENT, clock.today()),
        planned_on=planned_on,
        border_post=border_post.strip(),
        carrier=carrier.strip(),
        announced_by=actor,
    )
    for drawing in drawings:
        _enter(shipment, EntryKind.ANNOUNCE, actor, drawing, planned_on)
        keep_serials(shipment, drawing.line.position, drawing.serials)
    notices.announced(shipment, actor, _told(drawings))
    return shipment


@transaction.atomic
def confirm(
    *,
    actor: User,
    shipment_id: UUID,
    crossed_on: date,
    declaration: str,
    border_post: str = "",
    lines: Sequence[Wanted] | None = None,
) -> Shipment:
    """Write an announced shipment off: it crossed the border. Event: shipment.confirmed.

    `lines` says what really crossed when it is less than announced; what stayed goes back to the
    balance. Raises Conflict unless the licence is valid now, InvalidInput for a day outside its
    term or in the future, for more than announced, and for a declaration already used.
    """
    shipment = lock_shipment(shipment_id)
    policies.require(policies.may_confirm(actor, shipment))
    _require_in_term(shipment.licence, crossed_on, "crossed_on")
    _require_past(crossed_on)
    _require_new_declaration(shipment, declaration)
    known = _by_position(shipment.licence)
    amounts = _crossing(shipment, known, lines)
    for line, held, crossed in amounts:
        less = _Drawing(line, crossed.quantity - held.quantity, crossed.value - held.value, ())
        _enter(shipment, EntryKind.CONFIRM, actor, less, crossed_on)
        known[line.position] = line.after_crossing(held, crossed)
    shipment.crossed_on = crossed_on
    shipment.declaration = declaration.strip()
    shipment.border_post = border_post.strip() or shipment.border_post
    _move(shipment, ShipmentState.CONFIRMED)
    prefetch_related_objects([shipment], "entries")
    people = company_people(shipment.licence.application)
    notices.confirmed(shipment, actor, people)
    owe_proof(shipment, people)
    crossings = {line.position: crossed for line, _held, crossed in amounts}
    left = list(known.values())
    write_sheet(shipment, actor, crossings, left)
    if is_used_up(left):
        licences.exhaust(licence_id=shipment.licence_id)
    return shipment


@transaction.atomic
def cancel(*, actor: User, shipment_id: UUID, reason: str) -> Shipment:
    """Take an announced shipment back: goods and serials are free. Event: shipment.cancelled."""
    shipment = lock_shipment(shipment_id)
    policies.require(policies.may_cancel(actor, shipment))
    _require_reason(reason)
    lines = _by_position(shipment.licence)
    for position, held in _held(shipment).items():
        back = _Drawing(lines[position], -held.quantity, -held.value, ())
        _enter(shipment, EntryKind.CANCEL, actor, back, clock.today(), reason)
    SerialRange.objects.filter(shipment=shipment).update(released_at=clock.now())
    _move(shipment, ShipmentState.CANCELLED)
    notices.cancelled(shipment, actor, reason)
    return shipment


@transaction.atomic
def correct(*, actor: User, shipment_id: UUID, lines: Sequence[Wanted], reason: str) -> Shipment:
    """Set the true figures of a confirmed shipment by new entries. Event: shipment.corrected.

    Less than written off returns goods to the balance and opens an exhausted licence again; more
    needs a valid licence and a balance that holds it.
    """
    shipment = lock_shipment(shipment_id)
    policies.require(policies.may_correct(actor, shipment))
    _require_reason(reason)
    true = {one.position: one for one in lines}
    changes = [
        _Drawing(line, crossed.quantity - held.quantity, crossed.value - held.value, ())
        for line, held, crossed in _amounts(shipment, _by_position(shipment.licence), true)
    ]
    for change in changes:
        _require_enough(change.line, change.quantity, change.value)
    if any(change.quantity < 0 for change in changes):
        licences.replenish(licence_id=shipment.licence_id)
    if any(change.quantity > 0 or change.value > 0 for change in changes):
        shipment.licence.refresh_from_db(fields=["state"])
        policies.require(policies.may_draw(shipment.licence))
    for change in filter(lambda one: one.quantity or one.value, changes):
        _enter(shipment, EntryKind.CORRECT, actor, change, _crossed(shipment), reason)
    notices.corrected(shipment, actor, reason, _told(changes))
    settle_proof(shipment, actor, reason)
    shipment.licence.refresh_from_db(fields=["state"])
    if is_used_up(balance(shipment.licence)):
        licences.exhaust(licence_id=shipment.licence_id)
    return shipment


def lock_licence(licence_id: UUID) -> Licence:
    """Take the licence first, always. Raises Http404."""
    return _locked(Licence.objects.filter(pk=licence_id))


def lock_shipment(shipment_id: UUID) -> Shipment:
    """Take a shipment behind its licence. Raises Http404."""
    licence = _locked(Licence.objects.filter(shipments=shipment_id))
    shipment = Shipment.objects.select_for_update(of=("self",)).get(pk=shipment_id)
    shipment.licence = licence
    return shipment


def _locked(licences: QuerySet[Licence]) -> Licence:
    rows = licences.select_for_update(of=("self",))
    found = rows.select_related("manufacturer", "application__manufacturer").first()
    if found is None:
        raise Http404
    return found


def _drawings(licence: Licence, lines: Sequence[Wanted]) -> list[_Drawing]:
    asked = [one for one in lines if one.quantity]
    if not asked:
        raise InvalidInput("nothing_shipped", _("Enter a quantity for at least one line."))
    if len({one.position for one in asked}) < len(asked):
        raise InvalidInput("line_twice", _("A line is named twice."))
    known = _by_position(licence)
    return [_drawing(known, one) for one in asked]


def _drawing(known: dict[int, BalanceLine], asked: Wanted) -> _Drawing:
    line = known.get(asked.position)
    if line is None:
        raise InvalidInput(
            "line_not_licensed", _("Line %(line)s is not in the permit."), line=asked.position
        )
    _require_unit(line, asked)
    value = _in_proportion(line, asked.quantity) if asked.value is None else asked.value
    if asked.quantity < 0 or value < 0:
        raise InvalidInput("amount_negative", _("An amount cannot be below zero."))
    _require_enough(line, asked.quantity, value)
    return _Drawing(line, asked.quantity, value, read_serials(line, asked))


def _require_unit(line: BalanceLine, asked: Wanted) -> None:
    if asked.unit and asked.unit != line.unit:
        raise InvalidInput(
            "wrong_unit",
            _("Line %(line)s is licensed in “%(unit)s”."),
            field=f"unit_{line.position}",
            line=line.position,
            unit=line.unit,
        )


def _require_enough(line: BalanceLine, quantity: Decimal, value: Decimal) -> None:
    if quantity > line.left:
        raise InvalidInput(
            "above_balance",
            _("Line %(line)s: only %(left)s left to ship."),
            field=f"quantity_{line.position}",
            line=line.position,
            left=f"{line.left.normalize():f}",
        )
    if value > line.left_value:
        raise InvalidInput(
            "above_value",
            _("Line %(line)s: only %(left)s %(currency)s left to ship."),
            field=f"value_{line.position}",
            line=line.position,
            left=f"{line.left_value:f}",
            currency=line.currency,
        )


def _in_proportion(line: BalanceLine, quantity: Decimal) -> Decimal:
    """Return the value of a part; the last part takes the rest, so cents never add up wrong."""
    if quantity == line.left:
        return line.left_value
    return min((line.licensed_value * quantity / line.licensed).quantize(CENT), line.left_value)


def _crossing(
    shipment: Shipment, known: Lines, lines: Sequence[Wanted] | None
) -> list[tuple[BalanceLine, Drawn, Drawn]]:
    if lines is None:
        return [(known[at], held, held) for at, held in _held(shipment).items()]
    amounts = _amounts(shipment, known, {one.position: one for one in lines})
    if any(true.quantity > held.quantity or true.value > held.value for _l, held, true in amounts):
        raise InvalidInput(
            "above_announced", _("More crossed than was announced: announce the rest anew.")
        )
    if not any(true.quantity for _line, _held, true in amounts):
        raise InvalidInput("nothing_crossed", _("Nothing crossed: cancel the shipment instead."))
    return amounts


def _amounts(
    shipment: Shipment, known: Lines, true: Mapping[int, Wanted]
) -> list[tuple[BalanceLine, Drawn, Drawn]]:
    """Return each line of the shipment with what it holds and what it should hold."""
    held = _held(shipment)
    if strange := set(true) - set(held):
        raise InvalidInput(
            "line_not_shipped", _("Line %(line)s is not in the shipment."), line=min(strange)
        )
    return [(known[at], one, _set_to(one, known[at], true.get(at))) for at, one in held.items()]


def _set_to(held: Drawn, line: BalanceLine, asked: Wanted | None) -> Drawn:
    if asked is None:
        return held
    _require_unit(line, asked)
    value = asked.value
    if value is None:
        each = held.value / held.quantity if held.quantity else line.licensed_value / line.licensed
        value = (each * asked.quantity).quantize(CENT)
    if asked.quantity < 0 or value < 0:
        raise InvalidInput("amount_negative", _("An amount cannot be below zero."))
    return Drawn(asked.quantity, value)


def _held(shipment: Shipment) -> dict[int, Drawn]:
    sums = shipment.entries.order_by("position").values_list("position")
    totals = sums.annotate(Sum("quantity"), Sum("value"))
    return {at: Drawn(quantity, value) for at, quantity, value in totals}


def _by_position(licence: Licence) -> dict[int, BalanceLine]:
    return {line.position: line for line in balance(licence)}


def _enter(
    shipment: Shipment,
    kind: EntryKind,
    actor: User,
    drawing: _Drawing,
    on_date: date,
    reason: str = "",
) -> None:
    Entry.objects.create(
        shipment=shipment,
        position=drawing.line.position,
        kind=kind,
        quantity=drawing.quantity,
        unit=drawing.line.unit,
        value=drawing.value,
        currency=drawing.line.currency,
        on_date=on_date,
        reason=reason.strip()[:500],
        by=actor,
        at=clock.now(),
    )


def _move(shipment: Shipment, state: ShipmentState) -> None:
    shipment.state = state.value
    shipment.save(update_fields=["state", "crossed_on", "declaration", "border_post"])


def _crossed(shipment: Shipment) -> date:
    assert shipment.crossed_on is not None
    return shipment.crossed_on


def _told(drawings: Sequence[_Drawing]) -> list[dict[str, object]]:
    return [
        {
            "line": one.line.position,
            "quantity": f"{one.quantity:f}",
            "value": f"{one.value:f}",
            "serials": [piece.typed for piece in one.serials],
        }
        for one in drawings
    ]


def _require_in_term(licence: Licence, day: date, field: str) -> None:
    if not licence.valid_from <= day <= licence.valid_until:
        raise InvalidInput(
            "outside_term",
            _("The permit is valid from %(start)s to %(end)s; the day is outside."),
            field=field,
            start=licence.valid_from.strftime("%d.%m.%Y"),
            end=licence.valid_until.strftime("%d.%m.%Y"),
        )


def _require_past(day: date) -> None:
    if day > clock.today():
        raise InvalidInput(
            "crossed_in_future", _("The day of crossing is still to come."), field="crossed_on"
        )


def _require_new_declaration(shipment: Shipment, declaration: str) -> None:
    if not declaration.strip():
        raise InvalidInput(
            "declaration_missing",
            _("Enter the number of the customs declaration."),
            field="declaration",
        )
    same = Shipment.objects.filter(licence=shipment.licence, declaration=declaration.strip())
    if same.exclude(pk=shipment.pk).exists():
        raise Conflict("declaration_used", _("This declaration was already written off."))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput("reason_missing", _("Give the reasons."), field="reason")
