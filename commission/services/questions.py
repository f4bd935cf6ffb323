"""The text put to the vote: lines, words and conditions, frozen under one digest."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commission import policies, wording
from commission.models import (
    AgendaItem,
    ItemState,
    Proposal,
    Question,
    Round,
    RoundState,
)
from commission.proposals import Advice, LineProposal
from commission.services import conditions
from commission.services._database import lock_item
from commission.services.conditions import Standing
from core.accounts.models import User
from core.audit.log import record
from core.base import canonical, clock
from core.base.errors import Conflict, InvalidInput
from core.reference.selectors import criteria
from licensing import snapshot

SCHEMA = "dozvil.question.1"


@transaction.atomic
def freeze_question(
    *,
    actor: User,
    item_id: UUID,
    lines: Iterable[LineProposal],
    text_uk: str = "",
) -> Question:
    """Freeze what the commission will vote on; another text will be another question.

    One proposal for every declared line; the conditions of the departments, as they stand after
    the first reading, only where something is approved. Without `text_uk` the sentence is made
    from the lines. Event: `question.frozen`. Raises NotAllowed, Conflict, InvalidInput.
    """
    item = lock_item(item_id)
    policies.require(policies.may_prepare(actor, item.sitting))
    _require_no_round(item)
    conditions.require_answered(item)
    proposed = _checked(item, lines)
    proposal = proposal_of(proposed)
    kept = [] if proposal == Proposal.REFUSE else conditions.standing(item)
    words = text_uk.strip() or wording.proposal(proposal, proposed, bool(kept))
    text = canonical.dumps(_content(item, proposal, words, proposed, kept))
    question = Question.objects.create(
        item=item,
        number=item.questions.count() + 1,
        proposal=proposal,
        text_uk=words,
        text=text,
        sha256=canonical.digest(text),
        frozen_by=actor,
        frozen_at=clock.now(),
    )
    record(
        actor=actor,
        verb="question.frozen",
        subject=f"sitting:{item.sitting_id}",
        number=item.sitting.number,
        data={"item": item.position, "question": question.number, "sha256": question.sha256},
    )
    return question


def _require_no_round(item: AgendaItem) -> None:
    if item.state != ItemState.PENDING:
        raise Conflict("item_settled", _("This item has its result already."))
    live = [RoundState.OPEN, RoundState.TIE]
    if Round.objects.filter(question__item=item, state__in=live).exists():
        raise Conflict("round_open", _("A vote is open on this item; the chair closes it first."))


def _checked(item: AgendaItem, lines: Iterable[LineProposal]) -> list[LineProposal]:
    declared = {line.position: line for line in snapshot.read(item.revision.text).lines}
    proposed = sorted(lines, key=lambda line: line.position)
    if [line.position for line in proposed] != sorted(declared):
        message = _("Propose something for every line of the application.")
        raise InvalidInput("lines_wrong", message, field="lines")
    known = set(criteria().values_list("code", flat=True))
    for line in proposed:
        _check_line(line, declared[line.position].quantity, known)
    return proposed


def _check_line(line: LineProposal, declared: Decimal, known: set[str]) -> None:
    if line.advice == Advice.CAP and (line.quantity is None or not 0 < line.quantity < declared):
        message = _("The cap of line %(line)s must be above 0 and below %(quantity)s.")
        raise InvalidInput(
            "cap_wrong",
            message,
            field=f"quantity_{line.position}",
            line=line.position,
            quantity=declared.normalize(),
        )
    if line.advice == Advice.REFUSE and (not line.criteria or not known.issuperset(line.criteria)):
        message = _("Name the criterion on which line %(line)s is refused.")
        field = f"criteria_{line.position}"
        raise InvalidInput("criterion_missing", message, field=field, line=line.position)


def proposal_of(lines: Sequence[LineProposal]) -> Proposal:
    """Return what the lines propose together."""
    kinds = {line.advice for line in lines}
    if kinds == {Advice.REFUSE}:
        return Proposal.REFUSE
    return Proposal.RECOMMEND if kinds == {Advice.APPROVE} else Proposal.PARTLY


def _content(
    item: AgendaItem,
    proposal: Proposal,
    words: str,
    lines: Sequence[LineProposal],
    kept: Sequence[Standing],
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "case": item.application.number,
        "revision": item.revision.sha256,
        "papers": item.papers_sha256,
        "proposal": str(proposal),
        "text": words,
        "lines": [
            {
                "line": line.position,
                "advice": str(line.advice),
                "quantity": line.quantity,
                "criteria": list(line.criteria),
            }
            for line in lines
        ],
        "conditions": [_condition(number, row) for number, row in enumerate(kept, start=1)],
    }


def _condition(number: int, row: Standing) -> dict[str, Any]:
    return {
        "number": number,
        "id": row.id,
        "text": {"uk": row.text.text_uk, "en": row.text.text_en},
        "owner": {"uk": row.owner.name_uk, "en": row.owner.name_en},
        "owner_code": row.owner.code,
        "term": {"uk": row.text.term_uk, "en": row.text.term_en},
        "due": {"on": row.text.due_on, "days": row.text.due_days},
    }
