"""The statutory clock: terms, pauses, working days. Pure arithmetic over legal dates in Kyiv.

The rules, with where they come from:

1. The run starts on the day after the package was accepted as complete (Law 2073-IX, art. 42).
2. A term under ten days counts working days; ten and more count calendar days (same article).
3. An open question pauses it: the term grows by (date of the complete answer − date of the
   question) days. The day of the question still counts, the day of the answer no longer;
   overlapping pauses are counted once. A pause before acceptance stops nothing.
4. Then an end that falls on a non-working day moves to the next working day.

Which days are working days is dated reference data and comes in as a function, so the answer
for any past moment can be recomputed from kept rows.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

IsWorking = Callable[[date], bool]

#: Terms shorter than this many days are counted in working days (rule 2).
CALENDAR_FROM = 10
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stop:
    """One pause: the date of the question and, once there is one, of the complete answer."""

    starts_on: date
    ends_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A running term: `days` long, accepted on a legal date, with its pauses."""

    days: int
    accepted_on: date
    stops: tuple[Stop, ...] = ()

    @property
    def first_day(self) -> date:
        """Return day 1 (rule 1)."""
        return self.accepted_on + ONE_DAY

    @property
    def in_working_days(self) -> bool:
        """Tell whether the term counts working days only (rule 2)."""
        return self.days < CALENDAR_FROM


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock says on one legal date, knowing only what was known on it."""

    on: date
    days: int
    due_on: date
    elapsed: int
    paused: int
    remaining: int
    is_paused: bool

    @property
    def is_overdue(self) -> bool:
        """Tell whether the end has passed."""
        return self.on > self.due_on

    @property
    def overdue(self) -> int:
        """Return by how many calendar days the end has passed; 0 while it has not."""
        return max(0, (self.on - self.due_on).days)


def due_on(run: Run, is_working: IsWorking, *, known_on: date | None = None) -> date:
    """Return the last day of the term.

    With `known_on` the answer is the one of that date: later pauses are unknown and a pause
    that was open then counts up to it. Without it every pause given is taken as it is.
    """
    end = _unpaused_end(run, is_working)
    return _rolled(end + timedelta(days=_total(_merged(run, known_on))), is_working)


def read(run: Run, on: date, is_working: IsWorking) -> Reading:
    """Return the state of the clock on the legal date `on` (rules 1–4)."""
    stops = _merged(run, on)
    due = due_on(run, is_working, known_on=on)
    return Reading(
        on=on,
        days=run.days,
        due_on=due,
        elapsed=min(_counted(run, on, stops, is_working), run.days),
        paused=_total(stops),
        remaining=_remaining(run, on, due, is_working),
        is_paused=any(_is_open(stop, on) for stop in run.stops),
    )


class CellKind(StrEnum):
    """How one day of the ruler is drawn."""

    COUNTED = "counted"
    PAUSED = "paused"
    TODAY = "today"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the ruler."""

    day: date
    kind: CellKind
    is_end: bool = False


def cells(run: Run, on: date, is_working: IsWorking) -> list[Cell]:
    """Return one cell per day from day 1 to the end of the term, as seen on `on`."""
    paused = _paused_days(_merged(run, on))
    due = due_on(run, is_working, known_on=on)
    return [
        Cell(day, _kind(day, on, paused), is_end=day == due) for day in _days(run.accepted_on, due)
    ]


def _kind(day: date, on: date, paused: Container[date]) -> CellKind:
    if day == on:
        return CellKind.TODAY
    if day in paused:
        return CellKind.PAUSED
    return CellKind.COUNTED if day < on else CellKind.AHEAD


def _unpaused_end(run: Run, is_working: IsWorking) -> date:
    if not run.in_working_days:
        return run.accepted_on + timedelta(days=run.days)
    day, left = run.accepted_on, run.days
    while left:
        day += ONE_DAY
        left -= is_working(day)
    return day


def _rolled(day: date, is_working: IsWorking) -> date:
    while not is_working(day):
        day += ONE_DAY
    return day


def _merged(run: Run, known_on: date | None) -> list[tuple[date, date]]:
    """Return the pauses as disjoint (after, until] spans, clipped to what was known."""
    spans = sorted(
        span for stop in run.stops if (span := _span(stop, run.accepted_on, known_on)) is not None
    )
    merged: list[tuple[date, date]] = []
    for after, until in spans:
        if merged and after <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((after, until))
    return merged


def _span(stop: Stop, accepted_on: date, known_on: date | None) -> tuple[date, date] | None:
    until = stop.ends_on or known_on or stop.starts_on
    if known_on is not None:
        until = min(until, known_on)
    after = max(stop.starts_on, accepted_on)
    return (after, until) if after < until else None


def _is_open(stop: Stop, on: date) -> bool:
    return stop.starts_on <= on and (stop.ends_on is None or stop.ends_on > on)


def _total(spans: Iterable[tuple[date, date]]) -> int:
    return sum((until - after).days for after, until in spans)


def _counted(run: Run, on: date, stops: Sequence[tuple[date, date]], is_working: IsWorking) -> int:
    """Return how many days of the term have passed: all that no pause took."""
    if not run.in_working_days:
        return max(0, (on - run.accepted_on).days) - _total(stops)
    paused = _paused_days(stops)
    passed = _days(run.accepted_on, on)
    return len([day for day in passed if day not in paused and is_working(day)])


def _paused_days(stops: Iterable[tuple[date, date]]) -> set[date]:
    return {day for after, until in stops for day in _days(after, until)}


def _days(after: date, until: date) -> list[date]:
    return list(map(date.fromordinal, range(after.toordinal() + 1, until.toordinal() + 1)))


def _remaining(run: Run, on: date, due: date, is_working: IsWorking) -> int:
    if not run.in_working_days:
        return (due - on).days if on >= run.accepted_on else (due - run.accepted_on).days
    if on > due:
        return -len([day for day in _days(due, on) if is_working(day)])
    return len([day for day in _days(max(on, run.accepted_on), due) if is_working(day)])
