"""Closing a round: wait for ballots in flight, count twice, record the outcome. Never undone."""

import json
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commission import policies, tally, wording
from commission.models import (
    AgendaItem,
    CastingVote,
    Elector,
    ElectorState,
    ItemState,
    Proposal,
    Round,
    RoundState,
    VoteChoice,
)
from commission.rule_pack import NotInWriting
from commission.services import deliberation
from commission.services._database import (
    NOT_NOW,
    TAKEN,
    database_now,
    explained,
    lock_round,
)
from commission.services.electors import (
    REPLY,
    as_tally,
    reply_subject,
    withdraw_ended,
    withdraw_silent,
)
from commission.services.sittings import settle
from core.accounts.models import User
from core.audit.ledger import sequence_now
from core.audit.log import record
from core.base import canonical, clock
from core.base.errors import Conflict, InvalidInput
from core.notifications import deadlines
from licensing.services import case

COUNTED = ("seats", "recused", "base", "present", "votes_for", "votes_against", "votes_abstain")
STATE_AFTER = {
    tally.Result.CARRIED: RoundState.TALLIED,
    tally.Result.REJECTED: RoundState.TALLIED,
    tally.Result.TIE: RoundState.TIE,
    tally.Result.NO_QUORUM: RoundState.NO_QUORUM,
}


class CountsDiffer(Conflict):
    """The arithmetic in Python and in SQL disagree: nothing is closed until somebody looks."""


@transaction.atomic
def close_round(*, actor: User, round_id: UUID) -> Round:
    """Close the vote and count it: by `tally.evaluate` and by the SQL view, which must agree.

    Takes the round FOR UPDATE, so every ballot is either in the tally or refused. Carried or
    rejected settles the item and records the commission's outcome on the case; a tie waits for the
    chair's casting vote where the rules grant it; without quorum ballots are kept and nothing is
    decided. Events: `round.closed`, `case.outcome_recorded`. Raises Http404, NotAllowed, Conflict.
    """
    vote = lock_round(round_id)
    item = vote.question.item
    policies.require(policies.may_preside(actor, item.sitting))
    if vote.state != RoundState.OPEN:
        raise Conflict("round_closed", _("This vote is closed already."))
    policies.require(policies.may_preside_item(actor, item))
    vote.closed_by = actor
    _close(vote)
    return vote


@transaction.atomic
def close_at_term(*, round_id: UUID) -> Round:
    """Close a vote in writing when its term is over by the clock of the database.

    Nobody presses a button: the chair fixed the day at the opening, and the outcome is recorded
    in the chair's name. Safe to run twice and at the same time. Events: those of `close_round`.
    """
    vote = lock_round(round_id)
    due = vote.closes_at is not None and vote.closes_at < database_now()
    if vote.state != RoundState.OPEN or not due:
        return vote
    if not policies.item_is_live(vote.question.item):
        return end_without_result(vote, wording.WITHDRAWN, actor=None)
    _close(vote)
    return vote


def _close(vote: Round) -> None:
    _await_replies(vote)
    outcome = count(vote)
    _agree(vote, outcome)
    vote.closed_at = clock.now()
    _keep(vote, outcome)
    _record_close(vote.closed_by, "round.closed", vote, outcome)
    _settle(vote.closed_by or vote.opened_by, vote, outcome)
    cancel_replies(vote)
    sequence_now()


def _await_replies(vote: Round) -> None:
    """A vote in writing ends when all have replied or its term is over; silence is absence."""
    if vote.closes_at is None:
        withdraw_ended(vote, wording.MANDATE_ENDED)
        return
    if database_now() > vote.closes_at:
        withdraw_silent(vote, wording.SILENT)
    elif _silent(vote).exists():
        message = _("The vote is open until %(until)s; before that only if every seat replied.")
        until = vote.closes_at.astimezone(clock.KYIV).strftime("%d.%m.%Y, %H:%M")
        raise Conflict("term_runs", message, until=until)


def _silent(vote: Round) -> QuerySet[Elector]:
    voted = vote.ballots.values("seat_id")
    return vote.electors.filter(state=ElectorState.ENTITLED).exclude(seat_id__in=voted)


def end_without_result(vote: Round, note: str, *, actor: User | None) -> Round:
    """End a locked vote before it was counted; ballots are kept and nothing is decided."""
    vote.state, vote.note = RoundState.NO_RESULT, note
    vote.closed_by, vote.closed_at = actor, clock.now()
    vote.save(update_fields=["state", "note", "closed_by", "closed_at"])
    cancel_replies(vote)
    return vote


def cancel_replies(vote: Round) -> None:
    """Nobody owes a reply any more."""
    if vote.closes_at is not None:
        for seat_id in vote.electors.values_list("seat_id", flat=True):
            deadlines.cancel(kind=REPLY, subject=reply_subject(vote.pk, seat_id))


@transaction.atomic
def give_casting_vote(*, actor: User, round_id: UUID, choice: VoteChoice, reason: str) -> Round:
    """Break a tie as the presiding member, with a reason, where the rules grant it.

    Event: `casting_vote.given`. Raises NotAllowed, Conflict when there is no tie, InvalidInput.
    """
    vote = lock_round(round_id)
    policies.require(policies.may_preside_item(actor, vote.question.item))
    if choice not in (VoteChoice.FOR, VoteChoice.AGAINST):
        raise InvalidInput("choice_missing", _("Decide for or against."), field="choice")
    if not reason.strip():
        raise InvalidInput("reason_missing", _("Give the reason."), field="reason")
    no_tie = Conflict("no_tie", _("There is no tie to break."))
    with explained({NOT_NOW: no_tie, TAKEN: no_tie}):
        CastingVote.objects.create(
            round=vote,
            choice=choice,
            reason=reason.strip(),
            cast_by=actor,
            cast_at=clock.now(),
        )
    outcome = count(vote, tally.Choice(choice))
    _agree(vote, outcome)
    _keep(vote, outcome)
    _record_close(actor, "casting_vote.given", vote, outcome)
    _settle(actor, vote, outcome)
    return vote


def count(vote: Round, casting: tally.Choice | None = None) -> tally.Outcome:
    """Return the outcome of a round as its electors and ballots stand now."""
    electors = vote.electors.select_related("seat__department")
    ballots = vote.ballots.values_list("seat__department__code", "revision", "choice")
    papers = [tally.Ballot(seat, revision, tally.Choice(c)) for seat, revision, c in ballots]
    return tally.evaluate(vote.rule_pack.parsed(), as_tally(electors), papers, casting)


def _agree(vote: Round, outcome: tally.Outcome) -> None:
    """Compare with the same rule in SQL. Raises CountsDiffer, which closes nothing."""
    columns = ", ".join((*COUNTED, "result"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM commission_round_tally WHERE round_id = %s",  # noqa: S608
            [vote.pk],
        )
        second = cursor.fetchone()
    first = (*(getattr(outcome.count, name) for name in COUNTED), outcome.result.value)
    if second != first:
        message = _("The two counts differ (%(first)s, %(second)s). The vote stays open.")
        raise CountsDiffer("counts_differ", message, first=str(first), second=str(second))


def _keep(vote: Round, outcome: tally.Outcome) -> None:
    vote.state = _state_after(vote, outcome.result)
    vote.result = outcome.result.value
    vote.tally = canonical.dumps(outcome.as_record())
    vote.save(update_fields=["state", "result", "tally", "closed_by", "closed_at"])


def _state_after(vote: Round, result: tally.Result) -> RoundState:
    """Equal votes in writing wait for no casting vote: that is given in a sitting only."""
    if result is tally.Result.TIE and vote.closes_at is not None:
        return RoundState.NO_RESULT
    return STATE_AFTER[result]


def _record_close(actor: User | None, verb: str, vote: Round, outcome: tally.Outcome) -> None:
    item = vote.question.item
    data: dict[str, Any] = {
        "item": item.position,
        "case": item.application.number,
        "round": vote.pk,
        "text": vote.digest,
        "tally": json.loads(vote.tally),
    }
    record(
        actor=actor,
        verb=verb,
        subject=f"sitting:{item.sitting_id}",
        number=item.sitting.number,
        data=data,
    )


def advice_of(proposal: str, result: tally.Result) -> Proposal | None:
    """Return what the commission advises: no majority for a licence is no licence (fail-safe).

    A refusal that is not carried advises nothing; another text must be put or the item deferred.
    """
    if result is tally.Result.CARRIED:
        return Proposal(proposal)
    if result is tally.Result.REJECTED and proposal != Proposal.REFUSE:
        return Proposal.REFUSE
    return None


def _settle(actor: User, vote: Round, outcome: tally.Outcome) -> None:
    item = vote.question.item
    advice = advice_of(vote.question.proposal, outcome.result)
    if vote.closes_at is not None and (advice is None or _needs_sitting(vote, advice)):
        send_to_sitting(item, wording.IN_WRITING[outcome.result.value])
    elif advice is not None:
        _record_outcome(actor, vote, advice)


def _record_outcome(actor: User, vote: Round, advice: Proposal) -> None:
    item = vote.question.item
    item.state, item.settled_at = ItemState.CONSIDERED, clock.now()
    item.save(update_fields=["state", "settled_at"])
    case.record_outcome(
        actor=actor,
        application_id=item.application_id,
        outcome=advice.value,
        deliberation=deliberation.of(vote, advice),
        protocol_ref=_protocol_number(item),
        item=item.position,
        held_on=clock.kyiv_date(item.sitting.held_at),
    )


def _needs_sitting(vote: Round, advice: Proposal) -> bool:
    written = vote.rule_pack.parsed().written
    kept = written.not_for if written else frozenset(NotInWriting)
    return advice == Proposal.REFUSE and NotInWriting.REFUSAL in kept


def send_to_sitting(item: AgendaItem, note: str) -> None:
    """The written procedure gave no result on this item: the case waits for a sitting."""
    case.defer_from_agenda(
        actor=item.sitting.secretary, application_id=item.application_id, reason=note
    )
    settle(item, ItemState.DEFERRED, note)


def _protocol_number(item: AgendaItem) -> str:
    number = item.sitting.protocol_number
    assert number is not None, "an open sitting has taken the number of its protocol"
    return number
