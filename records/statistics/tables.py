"""The figures of one year as published: the form of the EU report, treaty categories, pace.

Everything here is plain content ready for canonical JSON: numbers as whole numbers and decimal
strings, what is withheld as None. Nothing in it is finer than what may be shown.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from statistics import median_low
from typing import Any

from records.statistics.disclosure import (
    Cell,
    Fact,
    Place,
    Table,
    add_up,
    is_sensitive,
    publishable,
)
from records.statistics.facts import FirstOutcome, Licensed, Refused, YearOfRecords
from records.statistics.rules import Disclosure, treaty_categories, treaty_category

SCHEMA = "dozvil.statistics.2"
#: Criteria of Common Position 2008/944/CFSP in the order of the report: e1 … e8.
CRITERIA = tuple("12345678")
EURO = Decimal(1)

Content = dict[str, Any]


def figures(year: int, found: YearOfRecords, rule: Disclosure) -> Content:
    """Return everything that is published about a year."""
    table = publishable((line.fact for line in found.licensed), rule)
    shipped = publishable(found.shipped, rule)
    return {
        "schema": SCHEMA,
        "year": year,
        "rule": {"minimum": rule.minimum, "dominant": rule.dominant, "percent": rule.percent},
        "licensed": _amounts(table) if table else None,
        "shipped": _amounts(shipped) if shipped else None,
        "categories": _categories(table, found.licensed, rule) if table else [],
        "refused": _refused(found.refused, rule),
        "pace": pace(found.outcomes, rule),
    }


def _amounts(table: Table) -> Content:
    """Columns a (licences) and b (value) of the report, or c with the number of shipments."""
    cells = table.cells
    return {
        "columns": list(table.columns),
        "rows": [_row(table, name) for name in table.rows],
        "totals": [_total(c for p, c in cells.items() if p[1] == name) for name in table.columns],
        "total": _total(cells.values()),
    }


def _row(table: Table, name: str) -> Content:
    inside = [_cell(table, (name, column)) for column in table.columns]
    total = _total(cell for place, cell in table.cells.items() if place[0] == name)
    return {"destination": name, "cells": inside, "total": total}


def _cell(table: Table, place: Place) -> Content:
    if place in table.hidden:
        return {"licences": None, "value": None}
    return _total([table.cells[place]] if place in table.cells else [])


def _total(cells: Iterable[Cell]) -> Content:
    known = list(cells)
    value = sum((cell.value for cell in known), Decimal(0))
    return {
        "licences": sum(cell.count for cell in known),
        "value": str(value.quantize(EURO, ROUND_HALF_UP)),
    }


def _categories(table: Table, licensed: Sequence[Licensed], rule: Disclosure) -> list[Content]:
    """Return the treaty categories that lie wholly in clean chapters of the control list."""
    dirty = _dirty_chapters(table, licensed, rule)
    found: dict[str, list[Fact]] = {}
    for line in licensed:
        found.setdefault(treaty_category(line.control_code), []).append(line.fact)
    return [
        {"category": category.code, **_category(found.get(category.code, []), dirty)}
        for category in treaty_categories()
    ]


def _category(facts: list[Fact], dirty: set[str]) -> Content:
    if any(fact.column in dirty for fact in facts):
        return {"licences": None, "value": None}
    return _total([add_up(facts)] if facts else [])


def _dirty_chapters(table: Table, licensed: Sequence[Licensed], rule: Disclosure) -> set[str]:
    """Return the chapters whose categories would give something away.

    Either a cell of the chapter is hidden: then a category could help to place it. Or one of its
    parts (each category, and what falls into none) is sensitive: then the total of the chapter less
    the other parts would be its value.
    """
    shown = {place for place in table.cells if place not in table.hidden}
    dirty = {x.fact.column for x in licensed if (x.fact.row, x.fact.column) not in shown}
    parts: dict[Place, list[Fact]] = {}
    for line in licensed:
        part = (line.fact.column, treaty_category(line.control_code))
        parts.setdefault(part, []).append(line.fact)
    return dirty | {part[0] for part, facts in parts.items() if is_sensitive(add_up(facts), rule)}


def _refused(found: Sequence[Refused], rule: Disclosure) -> Content | None:
    """Columns d and e1–e8: for the whole year only, as the EU shows them."""
    if found and len({refusal.exporter for refusal in found}) < rule.minimum:
        return None
    cited = {f"e{code}": sum(code in refusal.criteria for refusal in found) for code in CRITERIA}
    return {"refusals": len(found), **cited}


def pace(outcomes: Sequence[FirstOutcome], rule: Disclosure) -> Content | None:
    """Return how long first outcomes took: medians and percentiles, None where firms are few."""
    if len({outcome.exporter for outcome in outcomes}) < rule.minimum:
        return None
    days = sorted(outcome.days for outcome in outcomes)
    in_term = sum(outcome.in_term for outcome in outcomes)
    return {
        "first_outcomes": len(days),
        "median": median_low(days),
        "p80": percentile(days, 80),
        "p95": percentile(days, 95),
        "in_term_percent": in_term * 100 // len(days),
    }


def percentile(ordered: Sequence[int], percent: int) -> int:
    """Return the smallest value that at least `percent` % do not exceed (nearest rank)."""
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(rank, 1) - 1]
