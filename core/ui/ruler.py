"""Where the words under the day ruler stand: at their day, and never over each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

#: Hundredths of the ruler that one label needs, also on a phone.
ROOM = 18


class Label(Protocol):
    """A date under the ruler; the first one names the day of the first cell."""

    @property
    def date(self) -> date:
        """The day it belongs to."""


class Cell(Protocol):
    """One day."""

    @property
    def kind(self) -> str:
        """How it is drawn."""


class Ruler(Protocol):
    """One cell a day, and the labels of some of them."""

    @property
    def cells(self) -> Sequence[Cell]:
        """The days."""

    @property
    def labels(self) -> Sequence[Label]:
        """First, some between, last."""


@dataclass(frozen=True, slots=True)
class Place:
    """A label and its place from the left, in even hundredths."""

    at: int
    label: Label


def places_of(ruler: Ruler) -> list[Place]:
    """Return the labels that fit. The end always does; today pushes the first day away."""
    if len(ruler.labels) < 2:
        return [Place(0, label) for label in ruler.labels]
    first, *between, last = ruler.labels
    placed = [Place(0, first)]
    for label in between:
        at = _hundredths(ruler, label)
        if at > 100 - ROOM:
            continue
        if at - placed[-1].at < ROOM:
            placed.pop()
        placed.append(Place(at, label))
    return [*placed, Place(100, last)]


def _hundredths(ruler: Ruler, label: Label) -> int:
    days = (label.date - ruler.labels[0].date).days + 0.5
    share = days / max(len(ruler.cells), 1)
    return min(max(round(share * 50) * 2, 0), 100)
