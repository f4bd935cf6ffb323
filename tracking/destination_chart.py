"""The last twelve months of one destination as a small picture: what was permitted, left, arrived.

Pure: sums by month in, the paths of an SVG out. Three things that never depend on colour tell the
three apart: a dashed line, a solid line, a filled ground; a triangle is an open incident.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.base import clock

MONTHS = 12
STEP, HEIGHT = 20, 80

Sums = Mapping[date, Decimal]


@dataclass(frozen=True, slots=True)
class Month:
    """One month: what there was by its end, and the open incidents that happened in it."""

    first: date
    licensed: Decimal
    shipped: Decimal
    verified: Decimal
    incidents: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The paths of the picture, in the units of its view box."""

    licensed: str
    shipped: str
    verified: str
    #: A triangle for each month with open incidents: its middle, and how many there were.
    marks: tuple[tuple[int, int], ...]
    width: int = STEP * MONTHS
    height: int = HEIGHT


def last_year(
    licensed: Sums, shipped: Sums, verified: Sums, incidents: Mapping[date, int]
) -> tuple[Month, ...]:
    """Return the twelve months up to the current one, each with all that came before it."""
    return tuple(
        Month(
            first,
            _until(licensed, first),
            _until(shipped, first),
            _until(verified, first),
            incidents.get(first, 0),
        )
        for first in months_until(clock.today())
    )


def months_until(day: date) -> list[date]:
    """Return the first days of twelve months, the last of them the month of `day`."""
    last = day.year * 12 + day.month - 1
    return [date(*_month(index)) for index in range(last - MONTHS + 1, last + 1)]


def _month(index: int) -> tuple[int, int, int]:
    return index // 12, index % 12 + 1, 1


def _until(sums: Sums, first: date) -> Decimal:
    return sum((value for month, value in sums.items() if month <= first), Decimal(0))


def draw(months: tuple[Month, ...]) -> Chart:
    """Return the picture; its height is the most that was ever permitted."""
    most = max((max(one.licensed, one.shipped, one.verified) for one in months), default=Decimal(0))
    ground = _steps([one.verified for one in months], most)
    marks = [(index, one.incidents) for index, one in enumerate(months) if one.incidents]
    return Chart(
        licensed=_steps([one.licensed for one in months], most),
        shipped=_steps([one.shipped for one in months], most),
        verified=f"{ground}V{HEIGHT}H0Z",
        marks=tuple((index * STEP + STEP // 2, count) for index, count in marks),
    )


def _steps(values: list[Decimal], most: Decimal) -> str:
    """Return a line of steps: level within a month, upright between two."""
    heights = [HEIGHT - (round(HEIGHT * value / most) if most else 0) for value in values]
    rest = "".join(f"V{height}H{(place + 1) * STEP}" for place, height in enumerate(heights))
    return f"M0 {heights[0]}{rest}"
