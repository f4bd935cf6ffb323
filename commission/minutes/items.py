"""One item in the protocol: papers, statements, recusals, rounds, decision, dissents."""

import json
from typing import Any, Literal

from commission import wording
from commission.minutes.words import day_of, printed_name, time_of
from commission.models import (
    AgendaItem,
    Ballot,
    ConditionChange,
    Dissent,
    Elector,
    ElectorState,
    ItemState,
    Proposal,
    Question,
    Recusal,
    Round,
)
from commission.policies import recusals_on
from commission.rule_pack import RulePack
from commission.services.deliberation import ballots_of, electors_of
from core.base import clock
from core.documents.records import Dissent as ProtocolDissent
from core.documents.records import (
    FormulaRow,
    ProtocolCondition,
    ProtocolItem,
    ProtocolPaper,
    ProtocolRecusal,
    ProtocolRound,
    RollCallVote,
    Vote,
)
from core.reference.selectors import departments
from licensing import snapshot

Check = Literal["base", "quorum", "majority", "result"]
#: The printed table has four kinds of rows; finer checks print beside the one they belong to.
PRINTED_AS: dict[str, Check] = {
    "base": "base",
    "quorum": "quorum",
    "floor": "quorum",
    "mandatory": "quorum",
    "majority": "majority",
    "veto": "majority",
    "tie": "majority",
    "casting": "majority",
    "result": "result",
}


def protocol_item(item: AgendaItem) -> ProtocolItem:
    """Return everything the protocol says on one item."""
    declared = snapshot.read(item.revision.text)
    rounds = Round.objects.filter(question__item=item).select_related("question", "rule_pack")
    decided = rounds.filter(state="tallied").order_by("-closed_at").first()
    final = decided if item.state == ItemState.CONSIDERED else None
    return {
        "position": item.position,
        "title": f"Заява: {declared.company.name_uk}, {declared.title}",
        "case_line": _case_line(item),
        "papers": _papers(item),
        "statements": _statements(item),
        "recusals": _recusals(item),
        "rounds": [
            _round(number, row)
            for number, row in enumerate(rounds.exclude(tally="").order_by("opened_at"), start=1)
        ],
        "decision": _decision(item, final),
        "executor": wording.EXECUTOR if final else "",
        "executor_term": "",
        "conditions": _conditions(final),
        "dissents": _dissents(item),
    }


def _case_line(item: AgendaItem) -> str:
    words = f"Справа {item.application.number}, редакція {item.revision.number}."
    if item.rapporteur:
        words += f" Доповідає: {printed_name(item.rapporteur)}."
    return words


def _papers(item: AgendaItem) -> list[ProtocolPaper]:
    papers = json.loads(item.papers)
    revision, checks = papers["revision"], papers["checks"]
    version = f"ред. {revision['number']}"
    return [
        _paper(wording.APPLICATION_PAPER, version, revision["sha256"]),
        *(
            _paper(f"Висновок: {_department(row['department'])}", "вер. 1", row["sha256"])
            for row in papers["opinions"]
        ),
        *([_paper(wording.CHECKS_PAPER, "знімок", checks["sha256"])] if checks else []),
        *(
            _paper(wording.CRITERION_PAPER.format(code=row["criterion"]), version, row["sha256"])
            for row in papers.get("criteria", ())
        ),
    ]


def _paper(title: str, version: str, sha256: str) -> ProtocolPaper:
    return {"title": title, "version": version, "sha256": sha256}


def _department(code: str) -> str:
    return departments().get(code=code).name_uk


def _statements(item: AgendaItem) -> list[str]:
    """What was said, as last corrected."""
    rows = item.statements.filter(replaced_by__isnull=True).exclude(text="")
    said = [f"{row.speaker}: {row.text}" for row in rows.order_by("created_at")]
    return [*said, *_first_reading(item)]


def _first_reading(item: AgendaItem) -> list[str]:
    """What was to change in the conditions, and what their owners said."""
    rows = item.changes.filter(answered_at__isnull=False)
    changes = rows.select_related("condition__department", "answered_by")
    return [_changed(row) for row in changes.order_by("proposed_at")]


def _changed(row: ConditionChange) -> str:
    assert row.answered_by is not None
    words = wording.DROPPED if row.is_dropped else wording.CHANGED
    answer = wording.AGREED if row.is_agreed else wording.NOT_AGREED.format(reason=row.answer)
    return " ".join(
        [
            wording.FIRST_READING.format(owner=row.condition.department.name_uk),
            words.format(old=row.condition.text_uk, new=row.text_uk),
            f"{answer} ({printed_name(row.answered_by)}).",
        ]
    )


def _recusals(item: AgendaItem) -> list[ProtocolRecusal]:
    rows = recusals_on(item).select_related("seat", "person", "item__sitting")
    return [
        {
            "seat": f"{row.seat.number:02d}",
            "kind": wording.RECUSAL_KIND[row.kind],
            "text": f"{printed_name(row.person)}: {row.ground} Заявлено "
            f"{_declared(row, item)}. {wording.RECUSAL_EFFECT[row.kind]}",
        }
        for row in rows
    ]


def _declared(row: Recusal, item: AgendaItem) -> str:
    """A conflict of an earlier sitting goes on when the case comes back."""
    if row.item_id == item.pk:
        return f"о {time_of(row.declared_at)}"
    return f"{day_of(row.declared_at)} на засіданні {row.item.sitting.number}"


def _round(number: int, row: Round) -> ProtocolRound:
    rule = row.rule_pack.parsed()
    lines = json.loads(row.tally)["lines"]
    return {
        "number": number,
        "question": row.question.text_uk,
        "annulled": _annulled(row),
        "rule_pack": row.rule_pack.version,
        "formula": [formula_row(rule, line) for line in lines],
        "roll_call": roll_call(row),
    }


def _annulled(row: Round) -> str:
    void = getattr(row, "annulment", None)
    if void is None or void.confirmed_by is None:
        return ""
    return wording.ANNULLED.format(
        proposed=printed_name(void.proposed_by),
        confirmed=printed_name(void.confirmed_by),
        reason=void.reason,
    )


def _dissents(item: AgendaItem) -> list[ProtocolDissent]:
    rows = Dissent.objects.filter(round__question__item=item).select_related("seat", "person")
    return [
        {
            "seat": f"{row.seat.number:02d}",
            "person": printed_name(row.person),
            "filed_on": clock.kyiv_date(row.filed_at).isoformat(),
            "signature": wording.FILED.format(digits=row.sha256[:16]),
            "text": row.text,
        }
        for row in rows
    ]


def formula_row(rule: RulePack, line: dict[str, Any]) -> FormulaRow:
    """Return one line of "Quorum and majority" in words, with the numbers put in."""
    check = line["check"]
    share = rule.quorum if check == "quorum" else rule.majority
    words = wording.RULES[(check, line["rule"])].format(num=share.num, den=share.den)
    numbers = {"for": "за", "against": "проти"}.get(line["numbers"], line["numbers"])
    return {
        "check": PRINTED_AS[check],
        "rule": words,
        "numbers": numbers,
        "outcome": wording.HOLDS.get((check, line["holds"]), ""),
    }


def roll_call(row: Round) -> list[RollCallVote]:
    """Return every seat of a closed round with its effective ballot or its state."""
    last = {ballot.seat_id: ballot for ballot in ballots_of(row)}
    return [_vote(elector, last.get(elector.seat_id)) for elector in electors_of(row)]


def _vote(elector: Elector, ballot: Ballot | None) -> RollCallVote:
    vote: Vote = "absent"
    reason = elector.reason
    if elector.state in (ElectorState.RECUSED, ElectorState.STOOD_ASIDE):
        vote = "recused"
    elif elector.state == ElectorState.ENTITLED and ballot is not None:
        vote = ballot.choice  # type: ignore[assignment]
        reason = _with_criteria(ballot)
    elif elector.state == ElectorState.ENTITLED:
        vote, reason = "not_voted", wording.NOT_VOTED
    return {
        "seat": f"{elector.seat.number:02d}",
        "department": elector.seat.department.name_uk,
        "vote": vote,
        "reason": reason,
    }


def _with_criteria(ballot: Ballot) -> str:
    codes = ", ".join(ballot.criteria)
    return f"Критерії {codes}: {ballot.reason}" if codes else ballot.reason


def _decision(item: AgendaItem, final: Round | None) -> str:
    if item.state == ItemState.DEFERRED:
        return wording.DEFERRED.format(reason=item.note) + _until(item)
    if final is None:
        return wording.WITHDRAWN
    if final.result == "carried":
        return final.question.text_uk
    return wording.NOT_CARRIED.format(text=final.question.text_uk)


def _until(item: AgendaItem) -> str:
    if item.deferred_until is None:
        return ""
    words = f" Строк до {item.deferred_until:%d.%m.%Y}."
    owner = item.deferred_to
    return f"{words} Відповідає: {printed_name(owner)}." if owner else words


def _conditions(final: Round | None) -> list[ProtocolCondition]:
    if final is None or final.result != "carried" or is_refusal(final.question):
        return []
    return [
        {
            "number": condition["number"],
            "text": condition["text"]["uk"],
            "owner": condition["owner"]["uk"],
            "term": wording.term(condition),
        }
        for condition in final.question.content["conditions"]
    ]


def is_refusal(question: Question) -> bool:
    """Tell whether a question proposes to refuse."""
    return question.proposal == Proposal.REFUSE
