"""Which cells of a table may be shown, so that no hidden one can be computed from the others.

A cell is **sensitive** when too few exporters or end users stand behind it, or when the largest
ones make up nearly all of it. Three steps, each a function:

1. `fold`: destinations and entries whose own total is sensitive go into one row or column "other",
   together with the smallest others until that one is harmless. After it every total may be shown.
2. `hide`: each sensitive cell inside is hidden with three cells that close a rectangle with it.
   Amounts can be moved around a rectangle without changing any total, so the totals say nothing
   exact about its corners (Repsilber's hypercube method, in two dimensions). The three are
   harmless cells: a firm that knows its own figure learns nothing about another firm's.
3. Where no rectangle is large enough, a row is folded and the work starts again.

Count and value of a cell are shown or hidden together. Amounts add up in both directions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from records.statistics.rules import Disclosure

#: Name of the row and of the column that holds what cannot stand alone.
OTHER = "other"

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """One licensed line: where to, under which entry, by whom, for whom, how much (EUR)."""

    row: str
    column: str
    exporter: str
    end_user: str
    value: Decimal
    entry: str = ""
    """What is counted once in a cell: the number of the licence."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The facts of one place of the table, added up."""

    entries: frozenset[str]
    value: Decimal
    by_exporter: Mapping[str, Decimal]
    end_users: frozenset[str]

    @property
    def count(self) -> int:
        """Return how many licences stand behind the cell."""
        return len(self.entries)


@dataclass(frozen=True, slots=True)
class Table:
    """What may be published: cells by place, and the places that are hidden."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Place, Cell]
    hidden: frozenset[Place]


def is_sensitive(cell: Cell, rule: Disclosure) -> bool:
    """Tell whether the cell says too much about one firm or one buyer."""
    few = min(len(cell.by_exporter), len(cell.end_users)) < rule.minimum
    largest = sorted(cell.by_exporter.values(), reverse=True)[: rule.dominant]
    return few or sum(largest) * 100 > cell.value * rule.percent


def publishable(facts: Iterable[Fact], rule: Disclosure) -> Table | None:
    """Return the table that may be shown, or None when even its grand total says too much."""
    known = list(facts)
    if not known or is_sensitive(add_up(known), rule):
        return None
    folded = fold(known, rule)
    while True:
        cells = _cells(folded)
        open_rows = _unprotected(cells, rule)
        if not isinstance(open_rows, str):
            return _table(cells, open_rows)
        folded = fold(_into_other(folded, "row", {open_rows}), rule)


def add_up(facts: Iterable[Fact]) -> Cell:
    """Return the cell of some facts."""
    entries, end_users, by_exporter = set(), set(), dict[str, Decimal]()
    for fact in facts:
        entries.add(f"{fact.entry}/{fact.column}")
        end_users.add(fact.end_user)
        by_exporter[fact.exporter] = by_exporter.get(fact.exporter, Decimal(0)) + fact.value
    total = sum(by_exporter.values(), Decimal(0))
    return Cell(frozenset(entries), total, by_exporter, frozenset(end_users))


def fold(facts: list[Fact], rule: Disclosure) -> list[Fact]:
    """Put what may not stand alone into "other", in both directions."""
    for axis in ("row", "column"):
        while weak := _weakest(facts, axis, rule):
            facts = _into_other(facts, axis, weak)
    return facts


def _weakest(facts: list[Fact], axis: str, rule: Disclosure) -> set[str]:
    """Return the names to fold next along an axis: sensitive ones, or a companion for "other"."""
    totals = _totals(facts, axis)
    weak = {name for name, cell in totals.items() if is_sensitive(cell, rule)}
    if weak != {OTHER}:
        return weak - {OTHER}
    smallest = min(totals.keys() - {OTHER}, key=lambda name: (totals[name].value, name), default="")
    return {smallest} - {""}


def _totals(facts: list[Fact], axis: str) -> dict[str, Cell]:
    grouped: dict[str, list[Fact]] = {}
    for fact in facts:
        grouped.setdefault(getattr(fact, axis), []).append(fact)
    return {name: add_up(found) for name, found in grouped.items()}


def _into_other(facts: list[Fact], axis: str, names: set[str]) -> list[Fact]:
    return [_renamed(fact, axis) if getattr(fact, axis) in names else fact for fact in facts]


def _renamed(fact: Fact, axis: str) -> Fact:
    place = {"row": fact.row, "column": fact.column} | {axis: OTHER}
    # The entry stays what it was: in a folded column each licence still counts once an entry.
    entry = fact.entry if axis == "row" else f"{fact.entry}/{fact.column}"
    return Fact(
        **place, exporter=fact.exporter, end_user=fact.end_user, value=fact.value, entry=entry
    )


def _cells(facts: list[Fact]) -> dict[Place, Cell]:
    grouped: dict[Place, list[Fact]] = {}
    for fact in facts:
        grouped.setdefault((fact.row, fact.column), []).append(fact)
    return {place: add_up(found) for place, found in grouped.items()}


def _unprotected(cells: dict[Place, Cell], rule: Disclosure) -> set[Place] | str:
    """Return the places to hide, or the row of a sensitive cell that nothing protects."""
    sensitive = {place for place, cell in cells.items() if is_sensitive(cell, rule)}
    hidden: set[Place] = set(sensitive)
    for place in sorted(sensitive):
        corners = _rectangle(place, cells, sensitive, hidden, rule)
        if not corners:
            return _row_to_fold(place[0], cells)
        hidden |= corners
    return hidden


def _rectangle(
    place: Place,
    cells: dict[Place, Cell],
    sensitive: set[Place],
    hidden: set[Place],
    rule: Disclosure,
) -> set[Place]:
    """Return the three cheapest harmless cells of a rectangle, or nothing."""
    row, column = place
    best: tuple[Decimal, set[Place]] | None = None
    rows, columns = ({key[axis] for key in cells} for axis in (0, 1))
    for other_row, other_column in product(sorted(rows - {row}), sorted(columns - {column})):
        corners = {(row, other_column), (other_row, column), (other_row, other_column)}
        if corners & sensitive or not corners <= cells.keys():
            continue
        if not _room(place, corners, cells, rule):
            continue
        cost = sum((cells[corner].value for corner in corners - hidden), Decimal(0))
        if best is None or cost < best[0]:
            best = cost, corners
    return best[1] if best else set()


def _room(place: Place, corners: set[Place], cells: dict[Place, Cell], rule: Disclosure) -> bool:
    """Tell whether enough can be moved from the two neighbours to blur the sensitive cell."""
    neighbours = [cells[c] for c in corners if c[0] == place[0] or c[1] == place[1]]
    return min(cell.value for cell in neighbours) * 100 >= cells[place].value * rule.protection


def _row_to_fold(row: str, cells: dict[Place, Cell]) -> str:
    """Return the row itself, or for "other" the smallest row beside it."""
    if row != OTHER:
        return row
    rows = {place[0] for place in cells} - {OTHER}
    return min(
        rows, key=lambda name: (sum(c.value for p, c in cells.items() if p[0] == name), name)
    )


def _table(cells: dict[Place, Cell], hidden: set[Place]) -> Table:
    rows, columns = ({place[axis] for place in cells} for axis in (0, 1))
    return Table(_ordered(rows), _ordered(columns), cells, frozenset(hidden))


def _ordered(names: set[str]) -> tuple[str, ...]:
    """Entries by their number, countries by code, "other" last."""
    return tuple(
        sorted(names, key=lambda n: (n == OTHER, int("".join(filter(str.isdigit, n)) or 0), n))
    )
