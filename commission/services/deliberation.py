"""Everything that led to the collegial act, as one plain record for the case and its auditors.

It carries what a third party needs to count again: rule pack, electors, every ballot with the salt
of its commitment, and the arithmetic as printed.
"""

import json
from typing import Any

from commission import policies
from commission.models import AgendaItem, Ballot, Elector, Proposal, Recusal, Round
from commission.services import papers

SCHEMA = "dozvil.deliberation.1"


def of(vote: Round, advice: Proposal) -> dict[str, Any]:
    """Return the deliberation of the item that this round decided."""
    item = vote.question.item
    content = vote.question.content
    carried = advice == vote.question.proposal
    return {
        "schema": SCHEMA,
        "outcome": str(advice),
        "text": vote.question.text_uk,
        "carried": carried,
        "sitting": _sitting(item),
        "papers": json.loads(item.papers),
        "papers_sha256": item.papers_sha256,
        "opinions": [json.loads(o.text) for o in papers.opinions_on(item.application)],
        "recusals": [_recusal(row) for row in _recusals(item)],
        "question": {**content, "number": vote.question.number, "sha256": vote.digest},
        "lines": content["lines"] if carried else _refused(content["lines"]),
        "conditions": content["conditions"] if carried else [],
        "rule_pack": {
            "version": vote.rule_pack.version,
            "sha256": vote.rule_pack.sha256,
            "text": vote.rule_pack.text,
        },
        "rounds": [_round(row) for row in _rounds(item)],
    }


def _refused(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A proposal that found no majority advises to refuse every line (fail-safe)."""
    return [{**line, "advice": "refuse", "quantity": None} for line in lines]


def _sitting(item: AgendaItem) -> dict[str, Any]:
    sitting = item.sitting
    return {
        "number": sitting.number,
        "protocol": sitting.protocol_number,
        "item": item.position,
        "kind": sitting.kind,
        "held_at": sitting.held_at,
        "place": sitting.place,
        "chair": sitting.chair.name_uk,
        "secretary": sitting.secretary.name_uk,
    }


def _recusals(item: AgendaItem) -> Any:
    return policies.recusals_on(item).select_related("seat__department", "person")


def _recusal(row: Recusal) -> dict[str, Any]:
    return {
        "seat": row.seat.department.code,
        "person": row.person.name_uk,
        "kind": row.kind,
        "ground": row.ground,
        "declared_at": row.declared_at,
    }


def _rounds(item: AgendaItem) -> Any:
    rounds = Round.objects.filter(question__item=item).exclude(tally="")
    return rounds.select_related("question", "rule_pack").order_by("opened_at")


def _round(row: Round) -> dict[str, Any]:
    casting = getattr(row, "casting_vote", None)
    return {
        "id": row.pk,
        "question": row.question.number,
        "text_sha256": row.digest,
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "result": row.result,
        "annulled": _annulled(row),
        "electors": [_elector(elector) for elector in electors_of(row)],
        "ballots": [_ballot(ballot) for ballot in ballots_of(row)],
        "casting": {"choice": casting.choice, "reason": casting.reason} if casting else None,
        "tally": json.loads(row.tally),
    }


def _annulled(row: Round) -> dict[str, Any] | None:
    """Two people and a reason; None for a vote that stands."""
    void = getattr(row, "annulment", None)
    if void is None or void.confirmed_by is None:
        return None
    return {
        "reason": void.reason,
        "proposed_by": void.proposed_by.name_uk,
        "confirmed_by": void.confirmed_by.name_uk,
        "at": void.confirmed_at,
    }


def electors_of(vote: Round) -> list[Elector]:
    """Return the electors of a round with seats, mandates and people, in seat order."""
    rows = vote.electors.select_related("seat__department", "mandate__person")
    return list(rows.order_by("seat__number"))


def ballots_of(vote: Round) -> list[Ballot]:
    """Return every ballot of a round, superseded ones too, in order."""
    rows = vote.ballots.select_related("seat__department", "cast_by")
    return list(rows.order_by("seat__number", "revision"))


def _elector(row: Elector) -> dict[str, Any]:
    mandate = row.mandate
    return {
        "seat": row.seat.department.code,
        "number": row.seat.number,
        "department": row.seat.department.name_uk,
        "state": row.state,
        "person": mandate.person.name_uk if mandate else "",
        "role": mandate.role if mandate else "",
        "mandate": mandate.instrument_number if mandate else "",
    }


def _ballot(row: Ballot) -> dict[str, Any]:
    return {
        "seat": row.seat.department.code,
        "revision": row.revision,
        "text": row.digest,
        "choice": row.choice,
        "reason": row.reason,
        "criteria": list(row.criteria),
        "cast_at": row.cast_at,
        "salt": row.salt,
        "commitment": row.commitment,
    }
