"""What the commission's outcome says, read from its kept text for pages and tables.

The text is the record (`dozvil.deliberation.1`); nothing here asks the tables of the commission,
so a page shows what is proved and not what happens to stand there today.
"""

import json
from dataclasses import dataclass, field
from typing import Any

Votes = tuple[int | None, int | None, int | None]
NO_VOTES: Votes = (None, None, None)


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat in one round: its state, and its ballot when it voted."""

    elector: dict[str, Any]
    ballot: dict[str, Any] | None
    superseded: int

    @property
    def state(self) -> str:
        """Return the choice of the ballot, or where the seat stood without one."""
        if self.ballot and self.elector["state"] == "entitled":
            return str(self.ballot["choice"])
        state = str(self.elector["state"])
        return "not_voted" if state == "entitled" else state


@dataclass(frozen=True, slots=True)
class Round:
    """One vote with its arithmetic."""

    number: int
    content: dict[str, Any]
    seats: list[Seat]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Return the rows of the arithmetic with the numbers put in."""
        return list(self.content["tally"]["lines"])


@dataclass(frozen=True, slots=True)
class Deliberation:
    """The collegial act; `content` is the whole text, the rest is what pages ask of it."""

    content: dict[str, Any]
    rounds: list[Round] = field(default_factory=list)
    votes: Votes = NO_VOTES

    @property
    def recusals(self) -> int:
        """Return how many conflicts were declared."""
        return len(self.content.get("recusals", []))

    @property
    def opposed(self) -> int:
        """Return how many departments advised against."""
        opinions = self.content.get("opinions", [])
        return sum(opinion.get("verdict") == "oppose" for opinion in opinions)

    @property
    def criteria(self) -> str:
        """Return the criteria of the refused lines: "4, 7"."""
        lines = self.content.get("lines", [])
        return ", ".join(sorted({code for line in lines for code in line.get("criteria", [])}))


def read(text: str) -> Deliberation:
    """Return the deliberation whose canonical text this is."""
    content = json.loads(text)
    rounds = [
        Round(number, kept, _seats(kept))
        for number, kept in enumerate(content.get("rounds", []), 1)
    ]
    return Deliberation(content, rounds, _votes(content))


def votes_of(text: str) -> Votes:
    """Return the votes for, against and abstaining of the round that decided."""
    return _votes(json.loads(text))


def _votes(content: dict[str, Any]) -> Votes:
    rounds = content.get("rounds")
    if not rounds:
        return NO_VOTES
    count = rounds[-1]["tally"]["count"]
    return count["votes_for"], count["votes_against"], count["votes_abstain"]


def _seats(kept: dict[str, Any]) -> list[Seat]:
    papers: dict[str, list[dict[str, Any]]] = {}
    for ballot in kept["ballots"]:
        papers.setdefault(ballot["seat"], []).append(ballot)
    return [_seat(elector, papers.get(elector["seat"], [])) for elector in kept["electors"]]


def _seat(elector: dict[str, Any], ballots: list[dict[str, Any]]) -> Seat:
    last = max(ballots, key=lambda ballot: int(ballot["revision"]), default=None)
    return Seat(elector, last, max(len(ballots) - 1, 0))
