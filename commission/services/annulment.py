"""A counted vote declared void by two people, the chair one of them. Never a reset, no reopening:
vote, papers and count stay in the record, and a new round is opened on the same or another text.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commission import policies, tally
from commission.models import Annulment, ItemState, Round, RoundState
from commission.services._database import NOT_NOW, TAKEN, explained, lock_round
from commission.services.closing import advice_of
from core.accounts.models import User
from core.audit.log import record
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from core.notifications.messages import notify
from core.notifications.texts import Kind
from licensing.services import case


@transaction.atomic
def propose_annulment(*, actor: User, round_id: UUID, reason: str) -> Annulment:
    """Propose to annul a counted vote of a sitting in progress: the chair or the secretary.

    Nothing changes until the other of the two confirms. Event: `annulment.proposed`. Raises
    Http404, NotAllowed, Conflict, InvalidInput.
    """
    vote = lock_round(round_id)
    policies.require(policies.may_annul(actor, vote))
    if not reason.strip():
        raise InvalidInput("reason_missing", _("Say what was wrong with the vote."), field="reason")
    proposed = Conflict("annulment_proposed", _("An annulment of this vote was proposed already."))
    with explained({TAKEN: proposed, NOT_NOW: proposed}):
        annulment = Annulment.objects.create(
            round=vote, reason=reason.strip(), proposed_by=actor, proposed_at=clock.now()
        )
    _record(actor, "annulment.proposed", vote, {"reason": annulment.reason})
    sitting = vote.question.item.sitting
    _tell([person for person in (sitting.chair, sitting.secretary) if person != actor], vote)
    return annulment


@transaction.atomic
def confirm_annulment(*, actor: User, round_id: UUID) -> Round:
    """Annul a vote that another person proposed to annul; its item waits for a new round.

    An outcome already recorded is annulled on the case too, unless the authority has decided.
    Events: `round.annulled`, `case.outcome_annulled`. Raises Http404, NotAllowed, Conflict.
    """
    vote = lock_round(round_id)
    policies.require(policies.may_annul(actor, vote))
    annulment = Annulment.objects.select_for_update().filter(round=vote).first()
    if annulment is None:
        raise Conflict("not_proposed", _("Nobody proposed to annul this vote."))
    if annulment.proposed_by_id == actor.pk:
        message = _("You proposed it yourself; another person confirms an annulment.")
        raise Conflict("second_person", message)
    annulment.confirmed_by, annulment.confirmed_at = actor, clock.now()
    annulment.save(update_fields=["confirmed_by", "confirmed_at"])
    vote.state = RoundState.ANNULLED
    vote.save(update_fields=["state"])
    _record(actor, "round.annulled", vote, {"reason": annulment.reason})
    _take_back(vote, annulment)
    voters = vote.electors.filter(mandate__isnull=False).select_related("mandate__person")
    _tell([row.mandate.person for row in voters if row.mandate is not None], vote)
    return vote


def _take_back(vote: Round, annulment: Annulment) -> None:
    """Let the item wait again, unless the vote never settled it: a refusal not carried."""
    item, question = vote.question.item, vote.question
    advice = advice_of(question.proposal, tally.Result(vote.result))
    if item.state != ItemState.CONSIDERED or advice is None:
        return
    case.annul_outcome(
        actor=item.sitting.chair, application_id=item.application_id, reason=annulment.reason
    )
    item.state, item.settled_at = ItemState.PENDING, None
    item.save(update_fields=["state", "settled_at"])


def _tell(people: list[User], vote: Round) -> None:
    item = vote.question.item
    notify(
        recipients=people,
        kind=Kind.ROUND_ANNULLED,
        params={"number": item.application.number or ""},
        link=f"/sittings/{item.sitting.number}/items/{item.position}/",
        key=f"round.annulled:{vote.pk}:{vote.state}",
    )


def _record(actor: User, verb: str, vote: Round, data: Mapping[str, object]) -> None:
    item = vote.question.item
    record(
        actor=actor,
        verb=verb,
        subject=f"sitting:{item.sitting_id}",
        number=item.sitting.number,
        data={"item": item.position, "case": item.application.number, "round": vote.pk, **data},
    )
