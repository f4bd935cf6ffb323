"""The four verbs of a change: propose, withdraw, confirm, reject. Two people, one transaction.

    propose ──→ confirm (another person): the old row ends, the new one begins
        │  └──→ reject  (another person), with the reason
        └─────→ withdraw (its author)

Whoever answers locks the kind first: two confirmations about one thing come one after another,
and the second finds that its proposal is stale.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit import log
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from core.reference import policies, standing, writing
from core.reference.models import ChangeKind, ChangeState, ReferenceChange

#: The changes that let a running term end on another day.
MOVES_TERMS = frozenset({ChangeKind.CALENDAR, ChangeKind.REGIME})


@dataclass(frozen=True, slots=True)
class Proposal:
    """What shall be valid from a day on, and on what ground."""

    kind: str
    key: str
    payload: Mapping[str, Any]
    effective_on: date
    source: str
    past_reason: str = field(default="")


@transaction.atomic
def propose(*, actor: User, proposal: Proposal) -> ReferenceChange:
    """Keep a proposal; nothing changes yet. Event: reference.proposed.

    Raises NotAllowed; InvalidInput for a day in the past without its reason, a missing source, a
    value the rule cannot have, or a rule that begins later already.
    """
    policies.authorise_proposing(actor)
    change = ReferenceChange(
        kind=proposal.kind,
        key=proposal.key,
        payload=dict(proposal.payload),
        effective_on=proposal.effective_on,
        past_reason=proposal.past_reason.strip(),
        source=proposal.source.strip(),
        proposed_by=actor,
    )
    _require_ground(change)
    writing.require_fit(change)
    writing.drafted(change)
    before = writing.latest(change.kind, change.key)
    change.base = before.pk if before is not None else None
    change.save(force_insert=True)
    _record(actor, "reference.proposed", change, payload=change.payload)
    return change


@transaction.atomic
def withdraw(*, actor: User, change_id: UUID) -> ReferenceChange:
    """Take one's own proposal back. Event: reference.withdrawn. Raises NotAllowed, Conflict."""
    change = _lock(change_id)
    policies.authorise_withdrawing(actor, change)
    _answer(change, actor, ChangeState.WITHDRAWN)
    _record(actor, "reference.withdrawn", change)
    return change


@transaction.atomic
def reject(*, actor: User, change_id: UUID, reason: str) -> ReferenceChange:
    """Answer another's proposal with no. Event: reference.rejected.

    Raises NotAllowed for the author, Conflict when it was answered, InvalidInput without a reason.
    """
    change = _lock(change_id)
    policies.authorise_answering(actor, change)
    if not reason.strip():
        raise InvalidInput("reason_missing", _("Say why it is rejected."), field="reason")
    _answer(change, actor, ChangeState.REJECTED, reason.strip())
    _record(actor, "reference.rejected", change, reason=change.answer)
    return change


@transaction.atomic
def confirm(*, actor: User, change_id: UUID) -> ReferenceChange:
    """Put another's proposal into force: the old row ends the day before the new one begins.

    Event: reference.confirmed, with the row that ended. Raises NotAllowed for the author, Conflict
    when it was answered, when another change came first, or when its day passed meanwhile.
    """
    change = _lock(change_id)
    policies.authorise_answering(actor, change)
    if change.kind in MOVES_TERMS:
        standing.take_calendar()
    require_fresh(change)
    before = writing.words_before(change)
    writing.write(change)
    _answer(change, actor, ChangeState.CONFIRMED)
    facts: dict[str, object] = {"payload": change.payload, "replaced": change.base}
    _record(actor, "reference.confirmed", change, **facts, **({"before": before} if before else {}))
    return change


def require_fresh(change: ReferenceChange) -> None:
    """Raise Conflict when what the proposer saw is no longer what is kept."""
    before = writing.latest(change.kind, change.key)
    if (before.pk if before is not None else None) != change.base or writing.is_overtaken(change):
        raise Conflict(
            "stale_change", _("Another change of this rule was confirmed meanwhile; propose anew.")
        )
    if change.kind in writing.NAMED and change.effective_on > clock.today():
        raise Conflict("too_early", _("A name changes on its day; confirm it then."))
    if change.effective_on < clock.today() and not change.past_reason:
        raise Conflict(
            "day_passed", _("The day it was to take effect has passed; propose a new day.")
        )
    try:
        writing.require_fit(change)
    except InvalidInput as problem:
        raise Conflict("stale_change", problem.message) from problem


def _lock(change_id: UUID) -> ReferenceChange:
    change = get_object_or_404(ReferenceChange, pk=change_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"reference:{change.kind}:{change.key}"]
        )
    return ReferenceChange.objects.select_for_update().get(pk=change_id)


def _require_ground(change: ReferenceChange) -> None:
    if change.kind not in ChangeKind.values:
        raise InvalidInput("unknown_kind", _("There is no such rule to change."))
    if not change.source:
        raise InvalidInput("source_missing", _("Name the act of law."), field="source")
    if change.effective_on < clock.today() and not change.past_reason:
        raise InvalidInput(
            "past_day",
            _("This day has passed. Choose a later one, or say why the change reaches back."),
            field="effective_on",
        )


def _answer(change: ReferenceChange, actor: User, state: ChangeState, text: str = "") -> None:
    change.state = state
    change.answered_by = actor
    change.answered_at = clock.now()
    change.answer = text
    change.save(update_fields=["state", "answered_by", "answered_at", "answer"])


def _record(actor: User, verb: str, change: ReferenceChange, **data: object) -> None:
    facts = {
        "change": change.pk,
        "effective": change.effective_on,
        "source": change.source,
        "past_reason": change.past_reason,
    }
    log.record(
        actor=actor, verb=verb, subject=f"reference:{change.kind}:{change.key}", data=facts | data
    )
