"""Checks where goods are used: planned for reasons of risk, done by protocol, followed up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit import log
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from core.documents import intake
from core.notifications import deadlines
from tracking import policies
from tracking.models import CheckPhoto, CheckResult, CheckState, EndUseCheck, Seen
from tracking.selectors.numbers import ranges_with
from tracking.selectors.risk import reasons_for
from tracking.services._mentions import mention
from tracking.services._serials import readable
from tracking.services.shipments import lock_licence

CHECK, FOLLOW_UP = "end_use_check", "follow_up"


@dataclass(frozen=True, slots=True)
class Protocol:
    """What the team found: the numbers by how they were seen, the result, what follows."""

    done_on: date
    result: str
    text: str
    found: str = ""
    missing: str = ""
    destroyed: str = ""
    used: str = ""
    transferred: str = ""
    follow_up: str = ""
    follow_up_on: date | None = None


@transaction.atomic
def plan(*, actor: User, licence_id: UUID, planned_on: date, place: str, team: str) -> EndUseCheck:
    """Plan a check; the reasons of risk are kept as they are today. Event: check.planned."""
    policies.require(policies.may_oversee(actor))
    licence = lock_licence(licence_id)
    if planned_on < clock.today():
        raise InvalidInput("day_in_past", _("This day is over."), field="planned_on")
    check = EndUseCheck.objects.create(
        licence=licence,
        reasons=[one.code for one in reasons_for([licence]).get(licence.pk, [])],
        planned_on=planned_on,
        place=place.strip(),
        team=team.strip(),
        planned_by=actor,
    )
    _remind(check, CHECK, planned_on, actor)
    _record(check, actor, "check.planned", planned_on=planned_on, reasons=check.reasons)
    return check


@transaction.atomic
def write_protocol(
    *, actor: User, check_id: UUID, data: Protocol, photos: "Iterable[File[Any]]" = ()
) -> EndUseCheck:
    """Keep the protocol of a check with its sample and pictures. Event: check.done.

    Raises Conflict when it was done, InvalidInput for a day to come, for numbers that no shipment
    of the permit holds, for a favourable result with missing pieces, a follow-up without a day.
    """
    policies.require(policies.may_oversee(actor))
    check = _lock(check_id)
    if check.state != CheckState.PLANNED:
        raise Conflict("done", _("This check has its protocol already."))
    _require_sense(data)
    _sample(check, data)
    check.done_on, check.result = data.done_on, CheckResult(data.result).value
    check.protocol, check.done_by = data.text.strip(), actor
    check.follow_up, check.follow_up_on = data.follow_up.strip(), data.follow_up_on
    check.state = CheckState.DONE.value
    check.save()
    for photo in photos:
        file = intake.receive(actor=actor, upload=photo, field="photos")
        CheckPhoto.objects.create(check_of=check, file=file)
    deadlines.meet(kind=CHECK, subject=check.subject)
    if check.follow_up_on:
        _remind(check, FOLLOW_UP, check.follow_up_on, actor)
    _record(check, actor, "check.done", result=check.result, follow_up_on=check.follow_up_on)
    return check


@transaction.atomic
def follow_up(*, actor: User, check_id: UUID, text: str) -> EndUseCheck:
    """Say what came of the follow-up. Event: check.followed_up. Raises Conflict without one."""
    policies.require(policies.may_oversee(actor))
    check = _lock(check_id)
    if not check.follow_up or check.followed_up_at is not None:
        raise Conflict("no_follow_up", _("Nothing is to be followed up here."))
    if not text.strip():
        raise InvalidInput("reason_missing", _("Say what came of it."), field="text")
    check.followed_up, check.followed_up_at = text.strip(), clock.now()
    check.save(update_fields=["followed_up", "followed_up_at"])
    deadlines.meet(kind=FOLLOW_UP, subject=check.subject)
    _record(check, actor, "check.followed_up", text=check.followed_up)
    return check


def _lock(check_id: UUID) -> EndUseCheck:
    rows = EndUseCheck.objects.select_for_update(of=("self",)).select_related("licence")
    check = rows.filter(pk=check_id).first()
    if check is None:
        raise Http404
    return check


def _require_sense(data: Protocol) -> None:
    if data.done_on > clock.today():
        raise InvalidInput("day_in_future", _("This day is still to come."), field="done_on")
    if not data.text.strip():
        raise InvalidInput("reason_missing", _("Write the protocol."), field="text")
    if data.result == CheckResult.FAVOURABLE and (data.missing or data.transferred).strip():
        raise InvalidInput(
            "not_favourable",
            _("A check with missing or passed on pieces is not favourable."),
            field="result",
        )
    if bool(data.follow_up.strip()) != (data.follow_up_on is not None):
        raise InvalidInput(
            "follow_up_day", _("A follow-up needs its words and its day."), field="follow_up_on"
        )


def _sample(check: EndUseCheck, data: Protocol) -> None:
    fields: Sequence[tuple[Seen, str]] = [(seen, getattr(data, seen.value)) for seen in Seen]
    for seen, typed in fields:
        numbers = readable(typed, seen.value)
        for one in numbers:
            if not ranges_with(one).filter(shipment__licence=check.licence).exists():
                raise InvalidInput(
                    "serials_elsewhere",
                    _("No shipment under this permit holds these numbers."),
                    field=seen.value,
                )
        mention(numbers, seen=seen, end_use_check=check)


def _remind(check: EndUseCheck, kind: str, due_on: date, actor: User) -> None:
    deadlines.open_deadline(
        kind=kind,
        subject=check.subject,
        number=check.licence.number,
        link=f"/licences/checks/{check.pk}/",
        due_on=due_on,
        recipients=list({one.pk: one for one in (check.planned_by, actor)}.values()),
    )


def _record(check: EndUseCheck, actor: User, verb: str, **data: object) -> None:
    log.record(
        actor=actor,
        verb=verb,
        subject=check.subject,
        number=check.licence.number,
        data={"licence": check.licence.number, **data},
    )
