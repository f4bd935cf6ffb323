"""The sitting from the invitation to the protocol, and its agenda."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from commission import policies
from commission.models import (
    AgendaItem,
    Attendance,
    ItemState,
    Mandate,
    ProtocolVersion,
    Round,
    RoundState,
    RulePack,
    Sitting,
    SittingKind,
    SittingState,
)
from commission.services import papers
from commission.services._database import TAKEN, explained, lock_case, lock_item, lock_sitting
from commission.services.deferral import DEFERRAL, await_return
from commission.services.electors import withdraw_absent
from commission.services.protocols import write_version
from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.audit.log import record
from core.base import canonical, clock, numbers
from core.base.errors import Conflict, InvalidInput
from core.notifications import deadlines
from core.notifications.messages import notify
from core.notifications.texts import Kind
from licensing.lifecycle import Status
from licensing.models import Application
from licensing.services import case
from licensing.services.gates import keeps_refused_runs

DEADLINE = "sitting"


@transaction.atomic
def convene(
    *,
    actor: User,
    held_at: datetime,
    place: str,
    chair: User,
    kind: SittingKind = SittingKind.ORDINARY,
    reason: str = "",
) -> Sitting:
    """Call the commission together under the rules in force on the day of the sitting.

    An ordinary sitting needs the notice of the rule pack; an extraordinary one a reason. Event:
    `sitting.convened`; invitations and a Deadline for every holder of a mandate. Raises
    NotAllowed, InvalidInput.
    """
    policies.require(policies.may_prepare(actor))
    pack = rules_on(held_at)
    _check_call(held_at, place, chair, kind, reason, pack)
    sitting = Sitting.objects.create(
        number=numbers.next_number(numbers.Kind.SITTING, clock.kyiv_date(held_at)),
        kind=kind,
        reason=reason.strip(),
        held_at=held_at,
        place=place.strip(),
        chair=chair,
        secretary=actor,
        rule_pack=pack,
        convened_at=clock.now(),
    )
    data = {"held_at": held_at, "kind": str(kind), "rules": pack.version, "chair": chair.pk}
    _record(actor, "sitting.convened", sitting, data)
    _invite(sitting)
    return sitting


def rules_on(held_at: datetime) -> RulePack:
    """Return the rules in force at an instant. Raises InvalidInput when there are none."""
    day = clock.kyiv_date(held_at)
    pack = RulePack.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    if pack is None:
        message = _("No voting rules are in force on this day.")
        raise InvalidInput("rules_missing", message, field="held_at")
    return pack


def _check_call(
    held_at: datetime, place: str, chair: User, kind: SittingKind, reason: str, pack: RulePack
) -> None:
    if not place.strip():
        raise InvalidInput("place_missing", _("Say where the sitting is held."), field="place")
    if held_at < clock.now():
        raise InvalidInput("held_in_past", _("Choose a time to come."), field="held_at")
    require_chair(chair)
    if kind == SittingKind.EXTRAORDINARY:
        if not reason.strip():
            message = _("Say why the sitting is extraordinary.")
            raise InvalidInput("reason_missing", message, field="reason")
        return
    days = pack.parsed().notice_days
    if clock.kyiv_date(held_at) < clock.today() + timedelta(days=days):
        message = _("An ordinary sitting needs %(days)s days of notice.")
        raise InvalidInput("notice_short", message, field="held_at", days=days)


def require_chair(person: User) -> None:
    """Raise InvalidInput unless the person may preside today."""
    if not has_role(person, Role.CHAIR) or policies.mandate_of(person) is None:
        message = _("The chair needs the role and a valid mandate.")
        raise InvalidInput("chair_wrong", message, field="chair")


def _invite(sitting: Sitting) -> None:
    mandates = policies.valid_mandates(clock.kyiv_date(sitting.held_at)).select_related("person")
    people = [mandate.person for mandate in mandates]
    link = f"/sittings/{sitting.number}/"
    deadlines.open_deadline(
        kind=DEADLINE,
        subject=f"sitting:{sitting.pk}",
        number=sitting.number,
        link=link,
        due_on=clock.kyiv_date(sitting.held_at),
        recipients=[*people, sitting.secretary],
    )
    notify(
        recipients=people,
        kind=Kind.SITTING_CONVENED,
        params={"number": sitting.number, "held_at": sitting.held_at.isoformat()},
        link=link,
        key=f"sitting.convened:{sitting.pk}",
    )


@keeps_refused_runs
@transaction.atomic
def place_on_agenda(
    *, actor: User, sitting_id: UUID, application_id: UUID, rapporteur: User | None = None
) -> AgendaItem:
    """Put a ready case on the agenda with its papers frozen.

    Events: `case.placed_on_agenda` of licensing, `item.placed` with the digest of the papers.
    Raises NotAllowed, Conflict when the case is not ready or the sitting is closed.
    """
    application = lock_case(application_id)
    sitting = lock_sitting(sitting_id)
    policies.require(policies.may_prepare(actor, sitting))
    case.place_on_agenda(actor=actor, application_id=application_id, sitting_ref=sitting.number)
    application.refresh_from_db(fields=["status", "version", "latest_checks"])
    text = papers.freeze_papers(application)
    last = sitting.items.aggregate(last=Max("position"))["last"] or 0
    taken = Conflict("on_agenda_already", _("The case is on an agenda already."))
    with explained({TAKEN: taken}):
        item = AgendaItem.objects.create(
            sitting=sitting,
            position=last + 1,
            application=application,
            revision=application.declared,
            papers=text,
            papers_sha256=canonical.digest(text),
            rapporteur=rapporteur or application.officer,
        )
    deadlines.meet(kind=DEFERRAL, subject=f"case:{application.pk}")
    data = {"item": item.position, "case": application.number, "papers": item.papers_sha256}
    _record(actor, "item.placed", sitting, data)
    return item


@transaction.atomic
def open_sitting(
    *, actor: User, sitting_id: UUID, present: Collection[UUID] | None = None
) -> Sitting:
    """Open the sitting on its day; the number of its protocol is taken now.

    `present` are the mandates already in the room. Event: `sitting.opened`. Raises NotAllowed,
    Conflict when it is not planned, too early, or another sitting is in progress.
    """
    sitting = lock_sitting(sitting_id)
    policies.require(policies.may_preside(actor, sitting))
    if sitting.is_written or sitting.state != SittingState.PLANNED:
        raise Conflict("not_planned", _("The sitting was opened already."))
    if clock.today() < clock.kyiv_date(sitting.held_at):
        raise Conflict("too_early", _("The sitting opens on its day."))
    sitting.state, sitting.opened_at = SittingState.OPEN, clock.now()
    sitting.protocol_number = numbers.next_number(numbers.Kind.PROTOCOL, clock.today())
    busy = Conflict("another_open", _("Another sitting is in progress; close it first."))
    with explained({TAKEN: busy}):
        sitting.save(update_fields=["state", "opened_at", "protocol_number"])
    deadlines.meet(kind=DEADLINE, subject=f"sitting:{sitting.pk}")
    _record(actor, "sitting.opened", sitting, {"protocol": sitting.protocol_number})
    if present is not None:
        _set_present(actor, sitting, present, sitting.opened_at)
    return sitting


@transaction.atomic
def record_attendance(
    *, actor: User, sitting_id: UUID, present: Collection[UUID], at: datetime | None = None
) -> None:
    """Enter who is in the room (mandate ids) from now on, or since `at`: the others have left.

    A seat that leaves an open round without a ballot loses its vote there. Event:
    `attendance.recorded` when anything changed. Raises NotAllowed, Conflict, InvalidInput.
    """
    sitting = lock_sitting(sitting_id)
    policies.require(policies.may_prepare(actor, sitting))
    if sitting.state != SittingState.OPEN or sitting.is_written:
        raise Conflict("not_open", _("The sitting is not in progress."))
    _set_present(actor, sitting, present, _moment(sitting, at))


def _moment(sitting: Sitting, at: datetime | None) -> datetime:
    """What was entered or voted on is settled: a time is later than that, and not to come."""
    now = clock.now()
    if at is None:
        return now
    votes = Round.objects.filter(question__item__sitting=sitting)
    known = [
        sitting.opened_at,
        *votes.aggregate(first=Max("opened_at"), last=Max("closed_at")).values(),
        *sitting.attendances.aggregate(came=Max("arrived_at"), left=Max("left_at")).values(),
    ]
    settled: datetime = max(moment for moment in known if moment is not None)
    if not settled.replace(second=0, microsecond=0) <= at <= now:
        message = _("Enter a time from %(first)s to %(last)s; what came before is settled.")
        first, last = (m.astimezone(clock.KYIV).strftime("%H:%M") for m in (settled, now))
        raise InvalidInput("time_settled", message, field="at", first=first, last=last)
    return max(at, settled)


def _set_present(actor: User, sitting: Sitting, present: Collection[UUID], at: datetime) -> None:
    valid = set(policies.valid_mandates().values_list("pk", flat=True))
    if unknown := set(present) - valid:
        message = _("%(count)s of the people entered have no valid mandate today.")
        raise InvalidInput("mandate_invalid", message, field="present", count=len(unknown))
    inside = {row.mandate_id: row for row in sitting.attendances.filter(left_at__isnull=True)}
    gone = [row for pk, row in inside.items() if pk not in present]
    come = [pk for pk in present if pk not in inside]
    for row in gone:
        row.left_at = at
        row.save(update_fields=["left_at"])
    Attendance.objects.bulk_create(
        Attendance(sitting=sitting, mandate_id=pk, arrived_at=at) for pk in come
    )
    withdraw_absent(sitting, {row.mandate_id for row in gone})
    if gone or come:
        left = sorted(str(row.mandate_id) for row in gone)
        data = {"at": at, "arrived": sorted(map(str, come)), "left": left}
        _record(actor, "attendance.recorded", sitting, data)


@transaction.atomic
def defer_item(
    *,
    actor: User,
    item_id: UUID,
    reason: str,
    until: date | None = None,
    owner: User | None = None,
) -> AgendaItem:
    """Take an item off without a result; `owner` brings what is missing by the Kyiv day `until`.

    Not while a round is open on it. As often as the rule pack allows; then the head and the chair
    are told. Events: `case.deferred` of licensing, `item.deferred`. Raises NotAllowed, Conflict,
    InvalidInput.
    """
    item = lock_item(item_id)
    policies.require(policies.may_prepare(actor, item.sitting))
    if not reason.strip():
        raise InvalidInput("reason_missing", _("Say why the item is deferred."), field="reason")
    if until is not None and until <= clock.today():
        raise InvalidInput("until_past", _("Choose a day to come."), field="until")
    if item.state != ItemState.PENDING:
        raise Conflict("item_settled", _("This item has its result already."))
    if live_rounds(item).exists():
        raise Conflict("round_open", _("A vote is open on this item; the chair closes it first."))
    case.defer_from_agenda(actor=actor, application_id=item.application_id, reason=reason.strip())
    item.deferred_until, item.deferred_to = until, owner
    item.save(update_fields=["deferred_until", "deferred_to"])
    settle(item, ItemState.DEFERRED, reason.strip())
    data = {"item": item.position, "reason": reason.strip(), "until": until}
    _record(actor, "item.deferred", item.sitting, data)
    await_return(item)
    return item


def live_rounds(item: AgendaItem) -> QuerySet[Round]:
    """Return the rounds of an item that are still to be closed."""
    return Round.objects.filter(question__item=item, state__in=[RoundState.OPEN, RoundState.TIE])


def settle(item: AgendaItem, state: ItemState, note: str = "") -> None:
    """Give a locked item its final state."""
    item.state, item.note, item.settled_at = state, note, clock.now()
    item.save(update_fields=["state", "note", "settled_at"])


@transaction.atomic
def close_sitting(*, actor: User, sitting_id: UUID) -> ProtocolVersion:
    """Close the sitting and draft its protocol, generated from the rows.

    Every item needs a result, a deferral or a withdrawal by the applicant. Event:
    `sitting.closed` with the digest of the draft. Raises NotAllowed, Conflict.
    """
    lock_cases_of(sitting_id)
    sitting = lock_sitting(sitting_id)
    policies.require(policies.may_preside(actor, sitting))
    if sitting.state != SittingState.OPEN:
        raise Conflict("not_open", _("The sitting is not in progress."))
    _settle_withdrawn(sitting)
    if open_items := list(sitting.items.filter(state=ItemState.PENDING)):
        places = ", ".join(str(item.position) for item in open_items)
        message = _("Items without a result: %(items)s. Consider or defer them first.")
        raise Conflict("items_open", message, items=places)
    sitting.state, sitting.closed_at = SittingState.CLOSED, clock.now()
    sitting.save(update_fields=["state", "closed_at"])
    sitting.attendances.filter(left_at__isnull=True).update(left_at=sitting.closed_at)
    draft = write_version(actor, sitting)
    data = {"protocol": sitting.protocol_number, "draft": draft.sha256}
    _record(actor, "sitting.closed", sitting, data)
    return draft


def lock_cases_of(sitting_id: UUID) -> None:
    """Take cases before the sitting, in one order, so that no two verbs wait for each other."""
    cases = AgendaItem.objects.filter(sitting_id=sitting_id, state=ItemState.PENDING)
    list(
        Application.objects.select_for_update(of=("self",))
        .filter(pk__in=cases.values("application_id"))
        .order_by("pk")
    )


def _settle_withdrawn(sitting: Sitting) -> None:
    pending = sitting.items.filter(state=ItemState.PENDING).select_related("application")
    for item in pending.select_for_update(of=("self",)):
        if item.application.status == Status.WITHDRAWN:
            settle(item, ItemState.WITHDRAWN)


def present_mandates(sitting: Sitting) -> QuerySet[Mandate]:
    """Return the mandates whose holders are in the room now."""
    inside = sitting.attendances.filter(left_at__isnull=True)
    return Mandate.objects.filter(pk__in=inside.values("mandate_id"))


def _record(actor: User, verb: str, sitting: Sitting, data: Mapping[str, object]) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=f"sitting:{sitting.pk}",
        number=sitting.number,
        data=data,
    )
