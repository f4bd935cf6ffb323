"""Times and how they are shown: medians of runs that take turns, so that noise hits all alike."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Act = Callable[[], Any]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Row:
    """One line of the report: a median in milliseconds, and what it is compared with."""

    what: str
    times: list[float]
    budget: str = ""
    facts: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[int(0.95 * (len(self.times) - 1))]


@dataclass(frozen=True)
class Said:
    """A line of the report that is no series of times."""

    what: str
    facts: str
    budget: str = ""


def taking_turns(turns: int, *acts: Act, clock: Clock = time.perf_counter) -> list[list[float]]:
    """Run the acts in turn, after one turn to warm up; return the milliseconds of each.

    `clock` is `time.process_time` for work that only computes: other programs then do not count.
    """
    for act in acts:
        act()
    times: list[list[float]] = [[] for _ in acts]
    gc.collect()
    for turn in range(turns):
        order = range(len(acts)) if turn % 2 else reversed(range(len(acts)))
        for at in order:
            times[at].append(milliseconds(acts[at], clock))
    return times


def milliseconds(act: Act, clock: Clock = time.perf_counter) -> float:
    """Return how long an act takes."""
    begin = clock()
    act()
    return (clock() - begin) * 1000


def ratio(ours: list[float], floor: list[float]) -> str:
    """Return how many times the floor our median is."""
    return f"{statistics.median(ours) / statistics.median(floor):.2f} x"


def table(title: str, rows: list[Row | Said]) -> str:
    """Return one part of the report as plain text."""
    lines = [f"{title}", f"  {'':46}{'median':>10}{'p95':>11}  "]
    for row in rows:
        times = f"{row.median:8.2f} ms{row.p95:8.2f} ms" if isinstance(row, Row) else " " * 22
        budget = f"   [{row.budget}]" if row.budget else ""
        lines.append(f"  {row.what:46}{times}  {row.facts}{budget}")
    return "\n".join(line.rstrip() for line in lines)
