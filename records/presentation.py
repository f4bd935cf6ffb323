"""Small shapes for the pages of the register: chips, roll calls, arithmetic, opinions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from licensing.models.decision import DecisionOutcome
from records import words
from records.deliberation import Deliberation, Round, Seat
from records.filters import Filter


@dataclass(frozen=True, slots=True)
class Chip:
    """A ready filter with how much it finds."""

    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Vote:
    """One seat's line of the roll call."""

    short: str
    name: str
    choice: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """One line of the count: what is checked, by which rule, with which numbers."""

    check: str
    rule: str
    numbers: str
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Ballot:
    """One round: its result, the roll call and the arithmetic."""

    number: int
    result: str
    closed_at: datetime
    votes: list[Vote]
    lines: list[Arithmetic]
    casting: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """A department's opinion as it lay before the commission."""

    department: str
    verdict: str
    word: str
    author: str
    given_at: datetime
    summary: str
    findings: list[str]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with its owner and term, in the reader's language."""

    text: str
    owner: str
    term: str


def chips(asked: QueryDict, wanted: Filter, counts: dict[str, int]) -> list[Chip]:
    """Return one chip for all outcomes and one for each, keeping the rest of the filter."""
    every = Chip(_("All"), sum(counts.values()), _url(asked, ""), not wanted.outcome)
    return [every, *(_chip(asked, wanted, counts, outcome) for outcome in DecisionOutcome)]


def _chip(
    asked: QueryDict, wanted: Filter, counts: dict[str, int], outcome: DecisionOutcome
) -> Chip:
    value = outcome.value
    current = wanted.outcome == value
    return Chip(str(outcome.label), counts.get(value, 0), _url(asked, value), current)


def _url(asked: QueryDict, outcome: str) -> str:
    query = asked.copy()
    query.pop("before", None)
    query["outcome"] = outcome
    return f"?{query.urlencode()}"


def ballots(deliberation: Deliberation, departments: dict[str, str]) -> list[Ballot]:
    """Return the rounds for the page, in order."""
    return [_ballot(vote, departments) for vote in deliberation.rounds]


def _casting(kept: dict[str, str] | None) -> dict[str, str] | None:
    if kept is None:
        return None
    return kept | {"choice": words.word(words.STATES_OF_A_SEAT, kept["choice"])}


def _ballot(vote: Round, departments: dict[str, str]) -> Ballot:
    return Ballot(
        number=vote.number,
        result=words.word(words.RESULTS_OF_A_VOTE, vote.content["result"]),
        closed_at=datetime.fromisoformat(vote.content["closed_at"]),
        votes=[_vote(seat, departments) for seat in vote.seats],
        lines=[
            Arithmetic(
                check=words.word(words.CHECKS_OF_A_VOTE, line["check"]),
                rule=words.word(words.RULES_OF_A_VOTE, line["rule"]),
                numbers=words.word(words.STATES_OF_A_SEAT, line["numbers"]),
                holds=line["holds"],
            )
            for line in vote.lines
        ],
        casting=_casting(vote.content["casting"]),
    )


def _vote(seat: Seat, departments: dict[str, str]) -> Vote:
    code = seat.elector["seat"]
    ballot = seat.ballot or {}
    criteria = ", ".join(ballot.get("criteria", []))
    reason = str(ballot.get("reason", ""))
    if criteria:
        reason = f"{reason} ({_('criteria')} {criteria})"
    if seat.superseded:
        reason = f"{reason} {_('An earlier ballot was replaced; it is kept.')}".strip()
    return Vote(
        short=departments.get(code, code),
        name=seat.elector["person"],
        choice=seat.state,
        label=words.word(words.STATES_OF_A_SEAT, seat.state),
        reason=reason,
    )


def recusals(deliberation: Deliberation, departments: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return the conflicts declared on the item: seat, person, ground."""
    return [
        (departments.get(kept["seat"], kept["seat"]), kept["person"], kept["ground"])
        for kept in deliberation.content.get("recusals", [])
    ]


def opinions(deliberation: Deliberation, departments: dict[str, str]) -> list[Opinion]:
    """Return the opinions that lay before the commission."""
    return [
        Opinion(
            department=departments.get(kept["department"], kept["department"]),
            verdict=kept["verdict"],
            word=words.word(words.VERDICTS, kept["verdict"]),
            author=kept["author"],
            given_at=datetime.fromisoformat(kept["given_at"]),
            summary=kept["summary"],
            findings=list(_findings(kept)),
        )
        for kept in deliberation.content.get("opinions", [])
    ]


def _findings(opinion: dict[str, Any]) -> Iterator[str]:
    for finding in opinion["findings"]:
        if finding["reason"]:
            yield f"{_('Criterion')} {finding['criterion']}: {finding['reason']}"
    for line in opinion.get("exceptions", []):
        yield f"{_('Does not agree to line')} {line['line']}: {line['reason']}"


def conditions(record: dict[str, Any]) -> list[Condition]:
    """Return the conditions of a decision."""
    return [
        Condition(both(kept["text"]), both(kept["owner"]), both(kept["term"]))
        for kept in record["conditions"]
    ]


def both(text: dict[str, str]) -> str:
    """Return the reader's language of a bilingual text; Ukrainian where English is missing."""
    return (text["en"] if get_language() == "en" else "") or text["uk"]


def pauses(record: dict[str, Any]) -> list[tuple[date, date | None, str]]:
    """Return the pauses of the term: first day, last day, reason."""
    return [
        (
            date.fromisoformat(pause["from"]),
            date.fromisoformat(pause["to"]) if pause["to"] else None,
            pause["reason"],
        )
        for pause in record["pauses"]
    ]
