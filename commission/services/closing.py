"""Closing a round: wait for ballots in flight, count twice, record the outcome. Never undone."""

import json
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from commission import policies, tally
from commission.models import (
    AgendaItem,
    CastingVote,
    ItemState,
    Proposal,
    Round,
    RoundState,
    VoteChoice,
)
from commission.services import deliberation
from commission.services._database import NOT_NOW, TAKEN, explained, lock_round
from commission.services.electors import as_tally
from core.accounts.models import User
from core.audit.ledger import sequence_now
from core.audit.log import record
from core.base import canonical, clock
from core.base.errors import Conflict, InvalidInput
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
    outcome = count(vote)
    _agree(vote, outcome)
    vote.closed_by, vote.closed_at = actor, clock.now()
    _keep(vote, outcome)
    _record_close(actor, "round.closed", vote, outcome)
    _settle(actor, vote, outcome)
    sequence_now()
    return vote


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
    vote.state = STATE_AFTER[outcome.result]
    vote.result = outcome.result.value
    vote.tally = canonical.dumps(outcome.as_record())
    vote.save(update_fields=["state", "result", "tally", "closed_by", "closed_at"])


def _record_close(actor: User, verb: str, vote: Round, outcome: tally.Outcome) -> None:
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
    if advice is None:
        return
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


def _protocol_number(item: AgendaItem) -> str:
    number = item.sitting.protocol_number
    assert number is not None, "an open sitting has taken the number of its protocol"
    return number
