"""Spending surplus: reserved when a case is ready, licensed or released by what follows.

Also the words that bind a production line: the defence ministry's statement and stop orders.
The database counts once more under the lock of the line, whoever writes (`models.need`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.audit import log
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.documents.models import StoredFile
from licensing import snapshot
from licensing.acts.lines import Ruled
from licensing.models import (
    Application,
    ClaimState,
    Licence,
    LicenceState,
    MinistryStatement,
    StatementAnswer,
    StatementKind,
    StopOrder,
    SurplusClaim,
)
from licensing.selectors.need.arithmetic import arithmetic, asked_of_lines
from licensing.services import licences
from licensing.surplus import spends
from manufacturers.models import ProductionLine

NOT_THE_MINISTRY = _("Only an officer or the ministry's adviser may do this.")


@dataclass(frozen=True, slots=True)
class StatementData:
    """What the ministry wrote; quantities in the unit of the line."""

    kind: str
    number: str
    dated: date
    valid_until: date
    further_need: Decimal = Decimal(0)
    cap: Decimal | None = None
    not_before: date | None = None


def reserve(application: Application) -> None:
    """Hold the surplus that a case asks for; runs inside the transaction of `mark_ready`.

    A conclusion on negotiations holds none. Raises Conflict when a line has not enough left.
    Event: surplus.reserved per line.
    """
    content = snapshot.read(application.declared.text)
    if not spends(content.act):
        return
    today = clock.today()
    for one in asked_of_lines(content):
        line = _locked(one.line.pk)
        figures = arithmetic(line, today)
        if figures is None or not figures.covers(one.quantity):
            raise Conflict("surplus_spent", _("The surplus of the production line is spent."))
        for position, quantity in one.parts.items():
            SurplusClaim.objects.create(
                line=line,
                year=today.year,
                application=application,
                position=position,
                quantity=quantity,
                counted_on=today,
            )
        _record(None, "surplus.reserved", line, application, one.quantity)


def release(application: Application, positions: Iterable[int] | None = None) -> None:
    """Give back what a case reserved, all of it or some lines. Event: surplus.released."""
    claims = SurplusClaim.objects.filter(application=application, state=ClaimState.RESERVED)
    if positions is not None:
        claims = claims.filter(position__in=list(positions))
    for claim in claims.select_related("line").order_by("line_id"):
        claim.state = ClaimState.RELEASED
        claim.save(update_fields=["state"])
        _record(None, "surplus.released", claim.line, application, claim.quantity)


def settle(application: Application, lines: Iterable[Ruled], licence: Licence | None) -> None:
    """Turn what was reserved into licensed or give it back, line by line of the decision.

    Raises Conflict when the state's need grew so far that the surplus no longer covers it.
    """
    granted = {one.line.position: one.quantity for one in lines if one.is_granted}
    claims = SurplusClaim.objects.filter(application=application, state=ClaimState.RESERVED)
    for claim in claims.select_related("line").order_by("line_id", "position"):
        if licence is None or claim.position not in granted:
            release(application, [claim.position])
            continue
        _locked(claim.line_id)
        claim.counted_on = clock.today()
        claim.quantity = granted[claim.position]
        figures = arithmetic(claim.line, clock.today(), besides=str(application.pk))
        if figures is None or not figures.covers(claim.quantity):
            raise Conflict("surplus_spent", _("The surplus of the production line is spent."))
        claim.state, claim.licence = ClaimState.LICENSED, licence
        claim.save(update_fields=["state", "quantity", "licence", "counted_on"])
        _record(None, "surplus.licensed", claim.line, application, claim.quantity)


def hand_back(licence: Licence, drawn: Mapping[int, Decimal]) -> None:
    """Give back what an amended permit held and nothing was drawn of; `drawn` is by position.

    Event: surplus.released per line.
    """
    claims = SurplusClaim.objects.filter(licence=licence).select_related("line")
    for claim in claims.order_by("line_id", "position"):
        kept = drawn.get(claim.position, Decimal(0))
        unused = claim.quantity - kept
        if unused <= 0:
            continue
        if kept:
            claim.quantity = kept
        else:
            claim.state, claim.licence = ClaimState.RELEASED, None
        claim.save(update_fields=["state", "quantity", "licence"])
        _record(None, "surplus.released", claim.line, licence.application, unused)


@transaction.atomic
def enter_statement(
    *, actor: User, line_id: UUID, data: StatementData, file: StoredFile | None = None
) -> MinistryStatement:
    """Enter a statement of the defence ministry; it counts when another person has confirmed it.

    Event: `line.ministry_stated`. By a case officer or the ministry's own adviser.
    Raises NotAllowed, InvalidInput.
    """
    if not may_enter_statement(actor):
        raise NotAllowed("not_allowed", NOT_THE_MINISTRY)
    line = _locked(line_id)
    _check_statement(line, data)
    statement = MinistryStatement.objects.create(
        line=line,
        kind=StatementKind(data.kind),
        number=data.number,
        dated=data.dated,
        valid_until=data.valid_until,
        further_need=data.further_need,
        cap=data.cap,
        not_before=data.not_before,
        file=file,
        entered_by=actor,
    )
    # The figures stay in the restricted row; the journal says that and by what paper.
    log.record(
        actor=actor,
        verb="line.ministry_stated",
        subject=f"line:{line.pk}",
        number=data.number,
        data={"kind": data.kind, "dated": data.dated, "valid_until": data.valid_until},
    )
    return statement


@transaction.atomic
def confirm_statement(*, actor: User, statement_id: UUID) -> MinistryStatement:
    """Let another's statement count from now on. Event: `line.statement_confirmed`.

    Raises Http404, NotAllowed for its author, Conflict when it was answered before.
    """
    return _answer(actor, statement_id, "line.statement_confirmed")


@transaction.atomic
def reject_statement(*, actor: User, statement_id: UUID, reason: str) -> MinistryStatement:
    """Say that a statement was entered wrongly; it never counts. Event: `line.statement_rejected`.

    Raises Http404, NotAllowed for its author, Conflict, InvalidInput without a reason.
    """
    if not reason.strip():
        raise InvalidInput("reason_missing", _("Say why it is rejected."), field="reason")
    return _answer(actor, statement_id, "line.statement_rejected", reason.strip()[:500])


def _answer(actor: User, statement_id: UUID, verb: str, reason: str = "") -> MinistryStatement:
    statement = MinistryStatement.objects.filter(pk=statement_id).first()
    if statement is None:
        raise Http404
    line = _locked(statement.line_id)
    if not may_answer_statement(actor, statement):
        message = _("Another officer, the ministry's adviser or a head of licensing answers.")
        raise NotAllowed("not_allowed", message)
    if StatementAnswer.objects.filter(statement=statement).exists():
        raise Conflict("answered_already", _("This statement was answered already."))
    StatementAnswer.objects.create(
        statement=statement, confirmed=not reason, reason=reason, by=actor, at=clock.now()
    )
    log.record(
        actor=actor,
        verb=verb,
        subject=f"line:{line.pk}",
        number=statement.number,
        data={"statement": statement.pk, "reason": reason},
    )
    return statement


def may_answer_statement(user: User, statement: MinistryStatement) -> bool:
    """Tell whether the person may confirm or reject: who may enter, or a head, never the author."""
    knows = may_enter_statement(user) or has_role(user, Role.HEAD)
    return knows and statement.entered_by_id != user.pk


def may_enter_statement(user: User) -> bool:
    """Tell whether the person may enter the ministry's word: an officer, or its own adviser."""
    return has_role(user, Role.OFFICER) or is_of_the_ministry(user)


def is_of_the_ministry(user: User) -> bool:
    """Tell whether the person is the defence ministry's adviser."""
    # The role is known to every page; the department is read only of those who have it.
    return has_role(user, Role.ADVISER) and getattr(user.department, "code", "") == "mod"


@transaction.atomic
def stop(*, actor: User, line_id: UUID, reason: str, review_on: date, ground: str) -> StopOrder:
    """Stop everything from a production line and suspend its valid permits.

    Events: line.stopped, and licence.suspended for each. Raises NotAllowed, InvalidInput, Conflict.
    """
    require_head(actor)
    if not reason.strip():
        raise InvalidInput("reason_missing", _("Give the reasons."), field="reason")
    today = clock.today()
    if review_on <= today:
        message = _("The review must be on a later day.")
        raise InvalidInput("review_in_past", message, field="review_on")
    line = _locked(line_id)
    if StopOrder.objects.filter(line=line, lifted_at__isnull=True).exists():
        raise Conflict("stopped_already", _("A stop order is in force on this line."))
    order = StopOrder.objects.create(
        line=line, reason=reason.strip(), starts_on=today, review_on=review_on, ordered_by=actor
    )
    log.record(
        actor=actor,
        verb="line.stopped",
        subject=f"line:{line.pk}",
        data={"reason": order.reason, "review_on": review_on},
    )
    for licence in _valid_permits(line):
        licences.suspend(
            actor=actor, licence_id=licence, ground=ground, reason=reason, review_on=review_on
        )
    return order


@transaction.atomic
def lift(*, actor: User, order_id: UUID) -> StopOrder:
    """Lift a stop order; each suspended permit is reinstated by its own act. Event: line.released.

    Raises Http404, NotAllowed, Conflict when it was lifted before.
    """
    require_head(actor)
    order = StopOrder.objects.select_for_update(of=("self",)).filter(pk=order_id).first()
    if order is None:
        raise Http404
    if order.lifted_at is not None:
        raise Conflict("lifted_already", _("The stop order is lifted already."))
    order.lifted_by, order.lifted_at = actor, clock.now()
    order.save(update_fields=["lifted_by", "lifted_at"])
    log.record(actor=actor, verb="line.released", subject=f"line:{order.line_id}", data={})
    return order


def _valid_permits(line: ProductionLine) -> list[UUID]:
    found = Licence.objects.filter(claims__line=line, state=LicenceState.VALID)
    return list(found.order_by("number").values_list("pk", flat=True).distinct())


def may_stop(user: User) -> bool:
    """Tell whether the person may stop a line and lift the order: the head of licensing."""
    return has_role(user, Role.HEAD)


def require_head(actor: User) -> None:
    """Raise NotAllowed for everybody but the head of licensing."""
    if not may_stop(actor):
        raise NotAllowed("not_allowed", _("Only the head of licensing may do this."))


def _check_statement(line: ProductionLine, data: StatementData) -> None:
    if data.valid_until < data.dated:
        message = _("The statement cannot end before it starts.")
        raise InvalidInput("statement_dates", message, field="valid_until")
    if (data.kind == StatementKind.CAP) != (data.cap is not None):
        message = _("Give the limit when, and only when, the ministry sets one.")
        raise InvalidInput("statement_cap", message, field="cap")
    if (data.kind == StatementKind.LATER) != (data.not_before is not None):
        message = _("Give the day when, and only when, delivery must wait.")
        raise InvalidInput("statement_day", message, field="not_before")
    if MinistryStatement.objects.filter(line=line, number=data.number).exists():
        message = _("A statement of this number is entered for the line already.")
        raise InvalidInput("statement_number", message, field="number")


def _locked(line_id: UUID) -> ProductionLine:
    line = ProductionLine.objects.select_for_update().filter(pk=line_id).first()
    if line is None:
        raise Http404
    return line


def _record(
    actor: User | None, verb: str, line: ProductionLine, case: Application, quantity: Decimal
) -> None:
    log.record(
        actor=actor,
        verb=verb,
        subject=case.subject,
        number=case.number or "",
        data={"line": line.pk, "quantity": quantity},
    )
