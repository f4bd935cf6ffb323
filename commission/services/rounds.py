"""Voting: conflicts, opening, ballots. Closing is `closing.py`; there is no reopening."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from commission import policies, tally
from commission.models import (
    AgendaItem,
    Ballot,
    Elector,
    ElectorState,
    Proposal,
    Question,
    Recusal,
    RecusalKind,
    Round,
    RoundState,
    VoteChoice,
)
from commission.services import conditions
from commission.services import electors as roll
from commission.services._database import NOT_NOW, TAKEN, explained, lock_item
from commission.services.closing import close_round, give_casting_vote
from commission.services.electors import REPLY, reply_subject
from core.accounts.models import User
from core.audit.log import record
from core.base import canonical, clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications import deadlines
from core.notifications.messages import notify
from core.notifications.texts import Kind
from core.reference.selectors import criteria as all_criteria
from licensing.checks import Gate
from licensing.checks.run import run_checks
from licensing.services.gates import keeps_refused_runs, require_notes

__all__ = [
    "cast_ballot",
    "close_round",
    "declare_conflict",
    "give_casting_vote",
    "open_round",
]

BALLOT_SCHEMA = "dozvil.ballot.1"
RECEIPT_DIGITS = 16


@transaction.atomic
def declare_conflict(*, actor: User, item_id: UUID, kind: RecusalKind, ground: str) -> Recusal:
    """Declare a conflict of interest for one item: it is closed to the person at once.

    Personal: the alternate may act. Of the department: the seat leaves numerator and base. Not to
    be taken back; during a vote the seat loses its ballot (Law 1700-VII art. 28). Event:
    `conflict.declared`. Raises NotAllowed, Conflict, InvalidInput.
    """
    item = lock_item(item_id)
    policies.require(policies.may_declare_conflict(actor, item))
    if not ground.strip():
        raise InvalidInput("ground_missing", _("Say what the conflict is."), field="ground")
    mandate = policies.mandate_of(actor)
    assert mandate is not None
    declared = Conflict("declared_already", _("You declared a conflict on this item already."))
    with explained({TAKEN: declared}):
        recusal = Recusal.objects.create(
            item=item,
            seat=mandate.seat,
            person=actor,
            kind=kind,
            ground=ground.strip(),
            declared_at=clock.now(),
        )
    roll.withdraw_recused(item, recusal)
    data = {"seat": mandate.seat.department.code, "kind": str(kind), "ground": recusal.ground}
    _record(actor, "conflict.declared", item, data)
    return recusal


@keeps_refused_runs
@transaction.atomic
def open_round(*, actor: User, question_id: UUID) -> Round:
    """Open the vote on the latest frozen text of an item; the electors are frozen with it.

    Needs the quorum of this item now. An absolute bar found by the checks cannot be outvoted: only
    a refusal may be put to the vote then (design, rule 4). Event: `round.opened`; every elector is
    told. Raises NotAllowed, Conflict.
    """
    item = _lock_for_question(question_id)
    policies.require(policies.may_preside_item(actor, item))
    question = item.questions.order_by("-number").first()
    if question is None or question.pk != question_id:
        raise Conflict("question_replaced", _("A newer text was frozen; open the vote on it."))
    _require_first_reading(item, question)
    _require_no_bar(item, question)
    standing = roll.standings(item)
    _require_quorum(item, standing)
    opened = Conflict("round_exists", _("A vote on this text was opened already."))
    with explained({TAKEN: opened}):
        vote = Round.objects.create(
            question=question,
            digest=question.sha256,
            rule_pack=item.sitting.rule_pack,
            supersede=item.sitting.rule_pack.parsed().supersede,
            seats=len(standing),
            opened_by=actor,
            opened_at=clock.now(),
            closes_at=item.sitting.replies_until,
        )
    for row in standing:
        Elector.objects.create(
            round=vote, seat=row.seat, mandate=row.mandate, state=row.state, reason=row.reason
        )
    _announce(actor, item, vote, standing)
    return vote


def _lock_for_question(question_id: UUID) -> AgendaItem:
    item_id = Question.objects.filter(pk=question_id).values_list("item_id", flat=True).first()
    if item_id is None:
        raise Http404
    return lock_item(item_id)


def _require_first_reading(item: AgendaItem, question: Question) -> None:
    """The vote is on the conditions as their owners agreed to them last."""
    conditions.require_answered(item)
    later = item.changes.filter(is_agreed=True, answered_at__gt=question.frozen_at)
    if later.exists():
        message = _("A condition was changed after the text was frozen; freeze the text anew.")
        raise Conflict("condition_changed", message)


def _require_no_bar(item: AgendaItem, question: Question) -> None:
    """Run the checks as of now: what the members are told holds on the day they vote."""
    run = run_checks(item.application, Gate.VOTE)
    if question.proposal == Proposal.REFUSE:
        return
    if run.blocks:
        raise Conflict("barred", _("A check blocks this case; only a refusal may be voted on."))
    require_notes(run)


def _require_quorum(item: AgendaItem, standing: Sequence[roll.Standing]) -> None:
    rule = item.sitting.rule_pack.parsed()
    outcome = tally.evaluate(rule, roll.as_tally(standing), [])
    if outcome.result is tally.Result.NO_QUORUM:
        numbers = "; ".join(line.numbers for line in outcome.lines if line.holds is False)
        message = _("There is no quorum on this item: %(numbers)s.")
        raise Conflict("no_quorum", message, numbers=numbers)


def _announce(
    actor: User, item: AgendaItem, vote: Round, standing: Sequence[roll.Standing]
) -> None:
    voters = [
        row.mandate.person
        for row in standing
        if row.mandate is not None and row.state == ElectorState.ENTITLED
    ]
    electors = [{"seat": row.seat.department.code, "state": str(row.state)} for row in standing]
    data = {"round": vote.pk, "text": vote.digest, "electors": electors}
    _record(actor, "round.opened", item, data)
    link = f"/sittings/{item.sitting.number}/items/{item.position}/"
    notify(
        recipients=voters,
        kind=Kind.ROUND_OPENED,
        params={"number": item.application.number or ""},
        link=link,
        key=f"round.opened:{vote.pk}",
    )
    if vote.closes_at is not None:
        _await_replies(item, vote, standing, link)


def _await_replies(
    item: AgendaItem, vote: Round, standing: Sequence[roll.Standing], link: str
) -> None:
    """A reply in writing is a duty with a day; each seat is reminded of its own."""
    assert vote.closes_at is not None
    for row in standing:
        if row.mandate is not None and row.state == ElectorState.ENTITLED:
            deadlines.open_deadline(
                kind=REPLY,
                subject=reply_subject(vote.pk, row.seat.pk),
                number=item.application.number or "",
                link=link,
                due_on=clock.kyiv_date(vote.closes_at),
                recipients=[row.mandate.person],
            )


@transaction.atomic
def cast_ballot(
    *,
    actor: User,
    round_id: UUID,
    digest: str,
    choice: VoteChoice,
    reason: str = "",
    criteria: Sequence[str] = (),
    revision: int = 1,
) -> Ballot:
    """Cast the ballot of the actor's seat on exactly the text with this digest.

    `revision` is 1, or one more than the seat's last ballot where the rules let it be replaced
    until close; two tabs of one member collide on it. The content stays sealed: the event
    `ballot.cast` carries its commitment only. Raises Http404, NotAllowed, Conflict, InvalidInput.
    """
    vote = _round(round_id)
    elector = _elector(actor, vote)
    if vote.state != RoundState.OPEN:
        raise Conflict("round_closed", _("The vote is closed; nothing more is accepted."))
    if digest != vote.digest:
        raise Conflict("other_text", _("This ballot is for another text; look at the new one."))
    check_ballot(vote, choice, reason, criteria)
    ballot = _seal(actor, vote, elector, choice, reason.strip(), list(criteria), revision)
    with explained(_refusals(vote, revision)):
        ballot.save(force_insert=True)
    if vote.closes_at is not None:
        deadlines.meet(kind=REPLY, subject=reply_subject(vote.pk, elector.seat_id))
    data = {"round": vote.pk, "seat": elector.seat.department.code, "revision": revision}
    item = vote.question.item
    _record(actor, "ballot.cast", item, {**data, "commitment": ballot.commitment})
    return ballot


def _round(round_id: UUID) -> Round:
    """Read without a lock: the trigger of the ballot takes the lock that matters."""
    vote = (
        Round.objects.select_related(
            "rule_pack", "question__item__sitting", "question__item__application"
        )
        .filter(pk=round_id)
        .first()
    )
    if vote is None:
        raise Http404
    return vote


def _elector(actor: User, vote: Round) -> Elector:
    if policies.is_recused(actor, vote.question.item):
        raise Http404
    mandate = policies.mandate_of(actor)
    elector = (
        Elector.objects.filter(round=vote, mandate=mandate, state=ElectorState.ENTITLED)
        .select_related("seat__department")
        .first()
        if mandate is not None
        else None
    )
    if elector is None:
        raise NotAllowed("not_elector", _("You have no ballot in this vote."))
    return elector


def check_ballot(vote: Round, choice: str, reason: str, criteria: Sequence[str]) -> None:
    """Raise InvalidInput unless the rule pack of the vote accepts such a paper."""
    rule = vote.rule_pack.parsed()
    if choice not in VoteChoice.values:
        raise InvalidInput("choice_missing", _("Choose how your seat votes."), field="choice")
    if choice in rule.reason_required and not reason.strip():
        message = _("Give the reason; it enters the protocol word for word.")
        raise InvalidInput("reason_missing", message, field="reason")
    known = set(all_criteria().values_list("code", flat=True))
    if not known.issuperset(criteria):
        raise InvalidInput("criterion_unknown", _("Choose listed criteria."), field="criteria")
    if choice in rule.criteria_required and not criteria:
        message = _("Name at least one criterion that speaks against.")
        raise InvalidInput("criteria_missing", message, field="criteria")


def _seal(
    actor: User,
    vote: Round,
    elector: Elector,
    choice: str,
    reason: str,
    criteria: list[str],
    revision: int,
) -> Ballot:
    """Fix the content by a salted digest, so that the log can hold it before anybody reads it."""
    assert elector.mandate is not None, "an entitled elector acts under a mandate"
    ballot = Ballot(
        round=vote,
        seat=elector.seat,
        revision=revision,
        digest=vote.digest,
        choice=choice,
        reason=reason,
        criteria=sorted(criteria),
        mandate=elector.mandate,
        cast_by=actor,
        cast_at=clock.now(),
        salt=secrets.token_hex(16),
    )
    ballot.commitment = canonical.digest(canonical.dumps(sealed_content(ballot)))
    return ballot


def sealed_content(ballot: Ballot) -> dict[str, Any]:
    """Return what the commitment of a ballot is the digest of (canonical JSON)."""
    return {
        "schema": BALLOT_SCHEMA,
        "salt": ballot.salt,
        "round": ballot.round_id,
        "seat": ballot.seat.department.code,
        "revision": ballot.revision,
        "text": ballot.digest,
        "choice": ballot.choice,
        "reason": ballot.reason,
        "criteria": list(ballot.criteria),
        "cast_at": ballot.cast_at,
    }


def receipt(ballot: Ballot) -> str:
    """Return the voter's receipt: the digits that find the ballot in the record after close."""
    return ballot.commitment[:RECEIPT_DIGITS]


def _refusals(vote: Round, revision: int) -> dict[str, Conflict]:
    voted = Conflict(
        "voted_already",
        _("Your seat has voted already, perhaps in another window. Look at it as it is now."),
    )
    final = Conflict("ballot_final", _("A ballot is final under the rules of this sitting."))
    closed = Conflict(
        "round_closed", _("The vote was closed, or your right to vote in it has ended.")
    )
    one_only = revision > 1 and not vote.supersede
    return {TAKEN: voted, NOT_NOW: final if one_only else closed}


def _record(actor: User, verb: str, item: AgendaItem, data: Mapping[str, object]) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=f"sitting:{item.sitting_id}",
        number=item.sitting.number,
        data={"item": item.position, "case": item.application.number, **data},
    )
