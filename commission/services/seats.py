"""Seats, mandates and rules: the dated facts that make a body out of people.

`actor=None` is the installation itself (first set-up, demonstration), never a web request.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from commission import policies, rule_pack, wording
from commission.models import (
    Attendance,
    Mandate,
    MandateRole,
    RulePack,
    Seat,
    SeatKind,
    Sitting,
    SittingState,
)
from commission.services._database import OVERLAPS, TAKEN, explained, lock_sitting
from commission.services.electors import withdraw_absent
from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.audit.log import record
from core.base import canonical, clock
from core.base.errors import Conflict, InvalidInput
from core.notifications import deadlines
from core.reference.selectors import department

DEADLINE = "mandate"

EXAMPLE_RULES = Path(rule_pack.__file__).parent / "data" / "rule_pack.json"


@dataclass(frozen=True, slots=True)
class Holder:
    """A person to appoint, with the written instrument."""

    person: User
    instrument_number: str
    instrument_date: date
    role: MandateRole = MandateRole.PRINCIPAL


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """One seat to establish: the code of its department and who holds it."""

    department: str
    holders: tuple[Holder, ...]
    kind: SeatKind = SeatKind.VOTING


@transaction.atomic
def establish_commission(
    *,
    actor: User | None,
    seats: tuple[SeatPlan, ...],
    valid_from: date,
    rules: str | None = None,
) -> list[Seat]:
    """Set up the whole body in one act: rules, seats in the order given, mandates.

    Without `rules` the shipped example pack is adopted. Events: `rules.adopted`,
    `seat.established`, `mandate.given`. Raises NotAllowed, Conflict.
    """
    adopt_rules(actor=actor, text=rules or EXAMPLE_RULES.read_text(encoding="utf-8"))
    made = []
    for number, plan in enumerate(seats, start=1):
        seat = establish_seat(
            actor=actor,
            number=number,
            department_code=plan.department,
            valid_from=valid_from,
            kind=plan.kind,
        )
        for holder in plan.holders:
            appoint(
                actor=actor,
                seat_id=seat.pk,
                person=holder.person,
                role=holder.role,
                instrument_number=holder.instrument_number,
                instrument_date=holder.instrument_date,
                valid_from=max(valid_from, holder.instrument_date),
            )
        made.append(seat)
    return made


@transaction.atomic
def adopt_rules(*, actor: User | None, text: str) -> RulePack:
    """Adopt a rule pack; sittings convened from its day on are held under it.

    The text is read first (`rule_pack.RulePack.from_json`) and kept in canonical form. Event:
    `rules.adopted`. Raises NotAllowed, InvalidInput for an unusable pack, Conflict for a version
    or day that is taken.
    """
    policies.require(policies.may_manage_seats(actor))
    try:
        parsed = rule_pack.RulePack.from_json(text)
        body = rule_pack.canonical_text(text)
        valid_from = date.fromisoformat(parsed.valid_from)
    except (rule_pack.RuleError, ValueError) as error:
        message = _("The rules cannot be used: %(why)s.")
        raise InvalidInput("rules_unusable", message, field="text", why=str(error)) from error
    taken = Conflict("rules_taken", _("Rules of this version or day exist already."))
    with explained({TAKEN: taken}):
        pack = RulePack.objects.create(
            version=parsed.version,
            valid_from=valid_from,
            text=body,
            sha256=canonical.digest(body),
            adopted_by=actor,
        )
    data = {"version": pack.version, "sha256": pack.sha256, "valid_from": valid_from}
    record(actor=actor, verb="rules.adopted", subject=f"rules:{pack.pk}", data=data)
    return pack


@transaction.atomic
def establish_seat(
    *,
    actor: User | None,
    number: int,
    department_code: str,
    valid_from: date,
    kind: SeatKind = SeatKind.VOTING,
) -> Seat:
    """Give a department a seat from a day on. Event: `seat.established`.

    Raises NotAllowed, Conflict when the department or the number has a seat already.
    """
    policies.require(policies.may_manage_seats(actor))
    taken = Conflict("seat_taken", _("This department or number has a seat already."))
    with explained({TAKEN: taken, OVERLAPS: taken}):
        seat = Seat.objects.create(
            number=number,
            department=department(department_code),
            kind=kind,
            valid_from=valid_from,
        )
    data = {"number": number, "department": department_code, "kind": str(kind)}
    record(actor=actor, verb="seat.established", subject=f"seat:{seat.pk}", data=data)
    return seat


@transaction.atomic
def appoint(
    *,
    actor: User | None,
    seat_id: UUID,
    person: User,
    role: MandateRole,
    instrument_number: str,
    instrument_date: date,
    valid_from: date,
    valid_until: date | None = None,
) -> Mandate:
    """Record the written mandate of a holder or alternate, without chains or proxies.

    One principal a seat and one seat a person at any time (exclusion constraints). Event:
    `mandate.given`. Raises NotAllowed, InvalidInput, Conflict.
    """
    policies.require(policies.may_manage_seats(actor))
    seat = get_object_or_404(Seat, pk=seat_id)
    _check_person(person)
    _check_range(valid_from, valid_until)
    taken = Conflict(
        "mandate_overlaps",
        _("The seat has a holder, or the person another seat, in these days; revoke it first."),
    )
    with explained({OVERLAPS: taken}):
        mandate = Mandate.objects.create(
            seat=seat,
            person=person,
            role=role,
            instrument_number=instrument_number,
            instrument_date=instrument_date,
            valid_from=valid_from,
            valid_until=valid_until,
        )
    data = {"seat": seat.number, "person": person.pk, "role": str(role), "from": valid_from}
    subject = f"seat:{seat.pk}"
    record(actor=actor, verb="mandate.given", subject=subject, number=instrument_number, data=data)
    _await_renewal(mandate)
    return mandate


def _await_renewal(mandate: Mandate) -> None:
    """A seat without a mandate loses its vote: the holder and the secretaries see the end come."""
    if mandate.valid_until is not None:
        deadlines.open_deadline(
            kind=DEADLINE,
            subject=f"mandate:{mandate.pk}",
            number=mandate.instrument_number,
            link="/commission/",
            due_on=mandate.valid_until,
            recipients=[mandate.person, *people_with_role(Role.SECRETARY)],
        )


def _check_range(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until < valid_from:
        message = _("The mandate ends before it starts.")
        raise InvalidInput("dates_reversed", message, field="valid_until")


@transaction.atomic
def revoke(*, actor: User, mandate_id: UUID, note: str) -> Mandate:
    """End a mandate at once; a ballot under it is refused from now on.

    Its holder leaves the sitting in progress: without a ballot the seat is absent from an open
    vote, a ballot cast in time is counted. Event: `mandate.revoked`. Raises NotAllowed,
    InvalidInput, Conflict when it is revoked already.
    """
    policies.require(policies.may_manage_seats(actor))
    rooms = _lock_rooms(mandate_id)
    mandate = get_object_or_404(Mandate.objects.select_for_update(), pk=mandate_id)
    if not note.strip():
        raise InvalidInput("note_missing", _("Say on whose letter it ends."), field="note")
    if mandate.revoked_at is not None:
        raise Conflict("revoked_already", _("This mandate is revoked already."))
    mandate.revoked_at, mandate.revoked_by = clock.now(), actor
    mandate.revocation_note = note
    mandate.save(update_fields=["revoked_at", "revoked_by", "revocation_note"])
    deadlines.cancel(subject=f"mandate:{mandate.pk}")
    _leave(rooms, mandate)
    record(
        actor=actor,
        verb="mandate.revoked",
        subject=f"seat:{mandate.seat_id}",
        number=mandate.instrument_number,
        data={"person": mandate.person_id, "note": note},
    )
    return mandate


def _lock_rooms(mandate_id: UUID) -> list[Sitting]:
    """Take the sittings that the holder sits in, before the mandate: that is the order of locks."""
    inside = Attendance.objects.filter(
        mandate_id=mandate_id, left_at__isnull=True, sitting__state=SittingState.OPEN
    )
    rooms = inside.order_by("sitting_id").values_list("sitting_id", flat=True)
    return [lock_sitting(pk) for pk in rooms]


def _leave(rooms: Iterable[Sitting], mandate: Mandate) -> None:
    for room in rooms:
        present = room.attendances.filter(mandate=mandate, left_at__isnull=True)
        present.update(left_at=mandate.revoked_at)
        withdraw_absent(room, {mandate.pk}, wording.MANDATE_ENDED)


def _check_person(person: User) -> None:
    if not has_role(person, Role.MEMBER, Role.CHAIR):
        message = _("%(name)s does not have the role of a commission member.")
        raise InvalidInput("not_a_member", message, field="person", name=person.full_name)
