"""What the decision records of one year say, as plain facts. Live cases are never asked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from core.base import clock
from core.reference.selectors import working_calendar
from licensing import clock as term
from licensing.models import ActKind, Decision
from licensing.models.decision import DecisionOutcome, LineOutcome
from records.statistics.disclosure import Fact
from records.statistics.rules import euro_rate

CENT = Decimal("0.01")
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Licensed:
    """One licensed line; its place in the table is destination × chapter of the control list."""

    control_code: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Refused:
    """One decision that refused a line: by whom it was asked for, which criteria it cites."""

    exporter: str
    criteria: frozenset[str]


@dataclass(frozen=True, slots=True)
class FirstOutcome:
    """The first decision on a case: the one definition for all figures of duration.

    Returned drafts, withdrawn and lapsed cases have none; a decision on appeal is not a first one.
    """

    exporter: str
    days: int
    """Days of the statutory term used up: from the day after acceptance, pauses taken out."""
    in_term: bool


@dataclass(slots=True)
class YearOfRecords:
    """The facts of all records of one year."""

    decisions: int = 0
    licensed: list[Licensed] = field(default_factory=list)
    shipped: list[Fact] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    outcomes: list[FirstOutcome] = field(default_factory=list)


def read_year(year: int) -> YearOfRecords:
    """Read all decision records of a Kyiv year. Raises InvalidInput when a euro rate is missing."""
    found = YearOfRecords()
    working = working_calendar()
    for round_no, outcome, text in _records(year):
        record: Record = json.loads(text)
        found.decisions += 1
        found.licensed += _licensed(record, year)
        if outcome != DecisionOutcome.ISSUED and _lets_goods_leave(_declared(record)):
            found.refused.append(_refused(record))
        if round_no == 1:
            found.outcomes.append(_first_outcome(record, working.is_working))
    return found


def years_over() -> list[int]:
    """Return the years with records that are over, newest first."""
    years = Decision.objects.filter(decided_at__lt=_begin_of(clock.today().year)).dates(
        "decided_at", "year", order="DESC"
    )
    return [day.year for day in years]


def _records(year: int) -> Iterator[tuple[int, str, str]]:
    within = Q(decided_at__gte=_begin_of(year), decided_at__lt=_begin_of(year + 1))
    rows = Decision.objects.filter(within).order_by("decided_at", "id")
    return rows.values_list("round", "outcome", "text").iterator(chunk_size=200)


def _begin_of(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=clock.KYIV)


def _declared(record: Record) -> Record:
    found: Record = record["revision"]["content"]
    return found


def _lets_goods_leave(declared: Record) -> bool:
    """Only a permit is an export licence: no conclusion or consent, given or refused, is one."""
    return str(declared.get("act", ActKind.PERMIT)) == ActKind.PERMIT


def _licensed(record: Record, year: int) -> Iterator[Licensed]:
    declared = _declared(record)
    if not _lets_goods_leave(declared):
        return
    codes = codes_of(record)
    for line in record["lines"]:
        if line["outcome"] == LineOutcome.REFUSED:
            continue
        code = codes[line["line"]]
        value = Decimal(line["value"]) * euro_rate(year, line["currency"])
        yield Licensed(code, fact_of(record, code, value.quantize(CENT), record["number"]))


def codes_of(record: Record) -> dict[int, str]:
    """Return the control list codes of the declared lines by their positions."""
    return {line["position"]: line["control_code"] for line in _declared(record)["lines"]}


def fact_of(record: Record, code: str, value: Decimal, entry: str) -> Fact:
    """Return the place of an amount in the tables; `entry` is what is counted once in a cell."""
    declared = _declared(record)
    return Fact(
        row=declared["destination"],
        column=code.partition(".")[0],
        exporter=record["case"]["company"],
        end_user=_end_user(declared),
        value=value,
        entry=entry,
    )


def _end_user(declared: Record) -> str:
    """Return who the goods are for, as a key: country and name as declared."""
    found = next(party for party in declared["parties"] if party["role"] == "end_user")
    return f"{found['country']} {found['name_en'].casefold().strip()}"


def _refused(record: Record) -> Refused:
    lines = [line for line in record["lines"] if line["outcome"] == LineOutcome.REFUSED]
    return Refused(record["case"]["company"], frozenset(c for x in lines for c in x["criteria"]))


def _first_outcome(record: Record, is_working: term.IsWorking) -> FirstOutcome:
    """Run the clock of the law over the dates that the record holds."""
    accepted_on = date.fromisoformat(record["case"]["accepted_on"])
    decided_on = date.fromisoformat(record["decided_on"])
    stops = tuple(_stop(pause) for pause in record["pauses"])
    run = term.Run(days=record["term"]["days"], accepted_on=accepted_on, stops=stops)
    reading = term.read(run, decided_on, is_working)
    used = (decided_on - accepted_on).days - reading.paused
    return FirstOutcome(record["case"]["company"], used, not reading.is_overdue)


def _stop(pause: dict[str, str | None]) -> term.Stop:
    begin, end = pause["from"], pause["to"]
    assert begin is not None
    return term.Stop(date.fromisoformat(begin), date.fromisoformat(end) if end else None)
