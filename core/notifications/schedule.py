"""On which days somebody is reminded of a deadline: dated data and one pure rule.

Days are counted on the Kyiv calendar from the due date: -3 is three days before, 0 the day itself,
7 a week overdue. A new kind of deadline means a row in `data/reminders.json` and words in
``texts``; a changed schedule is a new row from a later day.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

ROWS = Path(__file__).parent / "data" / "reminders.json"


@dataclass(frozen=True, slots=True)
class Rule:
    """The schedule of one kind from a day on, and where it is written.

    On the ``escalate_days`` the next person is told too: the overseers of the deadline or, if
    there are none, the holders of the role ``escalate_to``.
    """

    kind: str
    days: tuple[int, ...]
    escalate_days: frozenset[int]
    escalate_to: str
    valid_from: date
    valid_until: date | None
    source: str


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rows, past and future."""
    return tuple(_rule(row) for row in json.loads(ROWS.read_text(encoding="utf-8")))


@cache
def kinds() -> frozenset[str]:
    """Return the kinds that anybody is reminded of."""
    return frozenset(rule.kind for rule in rules())


@cache
def longest_notice() -> timedelta:
    """Return how long before its day a deadline is first spoken of, at most."""
    return timedelta(days=-min(min(rule.days) for rule in rules()))


def rule_on(day: date, kind: str) -> Rule | None:
    """Return the schedule of a kind that is in force on a day."""
    for rule in rules():
        ended = rule.valid_until is not None and rule.valid_until < day
        if rule.kind == kind and rule.valid_from <= day and not ended:
            return rule
    return None


def occasion_on(today: date, *, kind: str, due_on: date, known_on: date) -> int | None:
    """Return the occasion that calls for a reminder today, or None.

    It is the newest one whose day has come, so a run that was missed is made good, but only
    once and only with what is still true: nothing that says "before" or "today" is sent after
    the date has passed. Days up to ``known_on``, when the date was announced, do not count, so
    a term that was over before it was recorded is spoken of from its next overdue day on.
    """
    rule = rule_on(today, kind)
    days = rule.days if rule else ()
    passed = [offset for offset in days if due_on + timedelta(days=offset) <= today]
    if not passed:
        return None
    newest = passed[-1]
    stale = newest <= 0 and today > due_on
    just_told = due_on + timedelta(days=newest) <= known_on
    return None if stale or just_told else newest


def _rule(row: dict[str, object]) -> Rule:
    until = row["valid_until"]
    days = row["days"]
    later = row["escalate_days"]
    assert isinstance(days, list)
    assert isinstance(later, list)
    return Rule(
        kind=str(row["kind"]),
        days=tuple(days),
        escalate_days=frozenset(later),
        escalate_to=str(row["escalate_to"]),
        valid_from=date.fromisoformat(str(row["valid_from"])),
        valid_until=date.fromisoformat(str(until)) if until else None,
        source=str(row["source"]),
    )
