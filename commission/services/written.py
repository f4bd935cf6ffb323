"""The written procedure: papers to every seat, a term, replies; silence is not consent.

It ends with the quorum of the rule pack counted on replies, at its term by the clock of the
database or when every seat has replied. The chair or one member ends it without result by calling
the item into a sitting. Modelled on Regulation (EU) 182/2011, article 3(5), without tacit consent.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commission import policies, wording
from commission.models import (
    AgendaItem,
    ElectorState,
    Proposal,
    Question,
    Round,
    RoundState,
    RulePack,
    Sitting,
    SittingKind,
    SittingState,
)
from commission.rule_pack import NotInWriting, Written
from commission.services import closing, rounds
from commission.services._database import database_now, lock_round, lock_sitting
from commission.services.sittings import lock_cases_of, require_chair, rules_on
from core.accounts.models import User
from core.audit.log import record
from core.base import clock, numbers
from core.base.errors import Conflict, InvalidInput
from core.notifications.messages import notify
from core.notifications.texts import Kind
from core.reference.selectors import working_calendar
from licensing import snapshot
from licensing.models import Licence


@transaction.atomic
def convene_in_writing(
    *, actor: User, replies_until: datetime, chair: User, reason: str
) -> Sitting:
    """Prepare a written procedure with the last moment of replies, under the rules of today.

    The seats get their papers when the chair opens it. Event: `procedure.convened`. Raises
    NotAllowed, InvalidInput for a term below the working days of the pack.
    """
    policies.require(policies.may_prepare(actor))
    now = clock.now()
    pack = rules_on(now)
    require_chair(chair)
    if not reason.strip():
        message = _("Say why the commission is asked in writing.")
        raise InvalidInput("reason_missing", message, field="reason")
    _check_term(replies_until, _written(pack))
    sitting = Sitting.objects.create(
        number=numbers.next_number(numbers.Kind.SITTING, clock.today()),
        kind=SittingKind.WRITTEN,
        reason=reason.strip(),
        held_at=now,
        replies_until=replies_until,
        place="",
        chair=chair,
        secretary=actor,
        rule_pack=pack,
        convened_at=now,
    )
    data = {"replies_until": replies_until, "rules": pack.version, "chair": chair.pk}
    _record(actor, "procedure.convened", sitting, data)
    return sitting


def _written(pack: RulePack) -> Written:
    written = pack.parsed().written
    if written is None:
        message = _("The rules in force know no written procedure.")
        raise InvalidInput("not_in_writing", message, field="replies_until")
    return written


def earliest_term(days: int) -> date:
    """Return the first Kyiv day on which replies may end: `days` working days after today."""
    return working_calendar().working_days_after(clock.today(), days)


def _check_term(replies_until: datetime, written: Written) -> None:
    first = earliest_term(written.notice_days)
    if clock.kyiv_date(replies_until) < first or replies_until <= clock.now():
        message = _("The seats need %(days)s working days: choose %(first)s or later.")
        raise InvalidInput(
            "term_short",
            message,
            field="replies_until",
            days=written.notice_days,
            first=first.strftime("%d.%m.%Y"),
        )


@transaction.atomic
def open_procedure(*, actor: User, sitting_id: UUID) -> list[Round]:
    """Send the papers of every item to all seats and open its vote until the common term.

    Every item needs its frozen text and must be one that the rules let go in writing. Events:
    `procedure.opened`, `round.opened`. Raises NotAllowed, Conflict, InvalidInput for a term that
    has become too short.
    """
    lock_cases_of(sitting_id)
    sitting = lock_sitting(sitting_id)
    policies.require(policies.may_preside(actor, sitting))
    if not sitting.is_written or sitting.state != SittingState.PLANNED:
        raise Conflict("not_planned", _("The procedure was opened already."))
    assert sitting.replies_until is not None
    written = _written(sitting.rule_pack)
    _check_term(sitting.replies_until, written)
    questions = [_question(item) for item in sitting.items.select_related("application")]
    if not questions:
        raise Conflict("agenda_empty", _("Put a case on the agenda first."))
    for question in questions:
        _require_writing(question, written)
    sitting.state, sitting.opened_at = SittingState.OPEN, clock.now()
    sitting.protocol_number = numbers.next_number(numbers.Kind.PROTOCOL, clock.today())
    sitting.save(update_fields=["state", "opened_at", "protocol_number"])
    data = {"protocol": sitting.protocol_number, "replies_until": sitting.replies_until}
    _record(actor, "procedure.opened", sitting, data)
    return [rounds.open_round(actor=actor, question_id=question.pk) for question in questions]


def _question(item: AgendaItem) -> Question:
    found = item.questions.order_by("-number").first()
    if found is None:
        message = _("Item %(item)s has no frozen text yet.")
        raise Conflict("text_missing", message, item=item.position)
    found.item = item
    return found


def _require_writing(question: Question, written: Written) -> None:
    words = {
        NotInWriting.REFUSAL: _("a refusal"),
        NotInWriting.FIRST_DESTINATION: _("a destination without any permit so far"),
        NotInWriting.FIRST_GOODS: _("goods under a code without any permit so far"),
    }
    for limit in sorted(written.not_for & reserved_for_sitting(question)):
        message = _("Item %(item)s needs a sitting: %(what)s is not decided in writing.")
        place = question.item.position
        raise Conflict("needs_sitting", message, item=place, what=words[limit])


def reserved_for_sitting(question: Question) -> set[NotInWriting]:
    """Return what makes this question a matter for a sitting where the rules say so."""
    application = question.item.application
    issued = Licence.objects.all()
    found = set()
    if question.proposal == Proposal.REFUSE:
        found.add(NotInWriting.REFUSAL)
    if not issued.filter(application__destination=application.destination).exists():
        found.add(NotInWriting.FIRST_DESTINATION)
    codes = {line.control_code for line in snapshot.read(question.item.revision.text).lines}
    known = issued.filter(application__lines__control_code__in=codes)
    if codes - set(known.values_list("application__lines__control_code", flat=True)):
        found.add(NotInWriting.FIRST_GOODS)
    return found


@transaction.atomic
def call_in(*, actor: User, round_id: UUID, reason: str) -> Round:
    """End the vote in writing on one item without result; the case goes to a sitting.

    The chair or one entitled member may, with a reason, until the vote is closed. Ballots stay
    sealed for ever: nothing was counted. Events: `case.deferred`, `procedure.called_in`. Raises
    Http404, NotAllowed, Conflict, InvalidInput.
    """
    vote = lock_round(round_id)
    item = vote.question.item
    policies.require(policies.may_call_in(actor, vote))
    if not reason.strip():
        message = _("Say why the commission should meet on this item.")
        raise InvalidInput("reason_missing", message, field="reason")
    closing.end_without_result(vote, reason.strip(), actor=actor)
    closing.send_to_sitting(item, wording.CALLED_IN.format(reason=reason.strip()))
    data = {"item": item.position, "round": vote.pk, "reason": reason.strip()}
    _record(actor, "procedure.called_in", item.sitting, data)
    electors = vote.electors.filter(state=ElectorState.ENTITLED).select_related("mandate__person")
    notify(
        recipients=[e.mandate.person for e in electors if e.mandate] + [item.sitting.secretary],
        kind=Kind.ROUND_CALLED_IN,
        params={"number": item.application.number or ""},
        link=f"/sittings/{item.sitting.number}/",
        key=f"round.called_in:{vote.pk}",
    )
    return vote


def close_due() -> int:
    """Close every vote in writing whose term is over; return how many there were."""
    over = Round.objects.filter(state=RoundState.OPEN, closes_at__lt=database_now())
    due = list(over.order_by("closes_at").values_list("pk", flat=True))
    for round_id in due:
        closing.close_at_term(round_id=round_id)
    return len(due)


def _record(actor: User, verb: str, sitting: Sitting, data: Mapping[str, object]) -> None:
    record(
        actor=actor, verb=verb, subject=f"sitting:{sitting.pk}", number=sitting.number, data=data
    )
