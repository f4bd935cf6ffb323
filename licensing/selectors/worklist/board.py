"""The team's weeks: whose terms end when, officer by officer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from core.accounts.models import User
from core.base import clock
from licensing.lifecycle import OPEN
from licensing.models import Application
from licensing.selectors.scope import visible_to
from licensing.selectors.worklist.team import members

WEEKS = 6
SHOWN = 5
MOST = 1000


@dataclass(slots=True)
class Cell:
    """The cases of one officer whose terms end in one week."""

    cases: list[Application] = field(default_factory=list)

    @property
    def shown(self) -> list[Application]:
        """Return the first ones by term."""
        return self.cases[:SHOWN]

    @property
    def more(self) -> int:
        """Count those that are not shown."""
        return max(0, len(self.cases) - SHOWN)


@dataclass(frozen=True, slots=True)
class Row:
    """One officer, or nobody, with a cell for what is late and one for each week."""

    person: User | None
    cells: list[Cell]

    @property
    def total(self) -> int:
        """Count the cases of the row."""
        return sum(len(cell.cases) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Board:
    """The weeks by their Mondays, and a row for each officer; the fullest desk first."""

    mondays: list[date]
    rows: list[Row]


def board_of(user: User) -> Board:
    """Return the terms of the team in the coming weeks (two queries).

    Only cases that run: the term of a paused one moves with every day of the pause.
    """
    monday = clock.today() - timedelta(days=clock.today().weekday())
    mondays = [monday + timedelta(weeks=week) for week in range(WEEKS)]
    cells: dict[UUID | None, list[Cell]] = {}
    for case in _running(user, mondays[-1] + timedelta(days=6)):
        row = cells.setdefault(case.officer_id, _empty())
        row[_column(case, monday)].cases.append(case)
    people = list(members(user))
    rows = [Row(person, cells.pop(person.pk, _empty())) for person in people]
    rows.sort(key=lambda row: -row.total)
    return Board(mondays, [*(Row(None, row) for row in _of_nobody(cells)), *rows])


def _running(user: User, until: date) -> Iterable[Application]:
    cases = visible_to(user).filter(
        status__in=sorted(OPEN), paused_since__isnull=True, due_on__lte=until
    )
    return cases.order_by("due_on", "number")[:MOST]


def _column(case: Application, monday: date) -> int:
    """Return 0 for a term that is over, else the week that the term ends in, from 1."""
    assert case.due_on is not None
    if case.due_on < clock.today():
        return 0
    return 1 + (case.due_on - monday).days // 7


def _empty() -> list[Cell]:
    return [Cell() for _week in range(WEEKS + 1)]


def _of_nobody(cells: dict[UUID | None, list[Cell]]) -> Iterable[list[Cell]]:
    """Join what nobody leads with the cases of people who left: all of it waits for a person."""
    if not cells:
        return []
    joined = _empty()
    for row in cells.values():
        for place, cell in enumerate(row):
            joined[place].cases += cell.cases
    for cell in joined:
        cell.cases.sort(key=lambda case: (case.due_on, case.number))
    return [joined]
