"""The reader who knows everything that is published and wants a hidden value.

Unknown are the cells inside; known are every shown cell, every total of a row and of a column, and
that no amount is negative. A linear programme gives the least and the greatest value that a hidden
cell can have. An insider also knows what is wholly its own.
"""

from collections.abc import Collection
from decimal import Decimal

import numpy as np
from scipy.optimize import linprog

from records.statistics.disclosure import Place, Table


def bounds(
    table: Table, place: Place, amount, known: Collection[Place] = ()
) -> tuple[float, float]:
    """Return the least and the greatest amount of a hidden cell that fits all that is known."""
    places = sorted(table.cells)
    target = places.index(place)
    rows, sums = _equations(table, places, amount, known)
    goal = np.zeros(len(places))
    goal[target] = 1
    ends = []
    for sign in (1, -1):
        found = linprog(sign * goal, A_eq=rows, b_eq=sums, bounds=(0, None), method="highs")
        assert found.status in (0, 3), found.message
        ends.append(sign * found.fun if found.status == 0 else float("inf"))
    return ends[0], ends[1]


def _equations(table: Table, places: list[Place], amount, known: Collection[Place]):
    rows, sums = [], []
    for name, axis in [*((r, 0) for r in table.rows), *((c, 1) for c in table.columns)]:
        inside = [place[axis] == name for place in places]
        rows.append(inside)
        sums.append(sum(_amount(table, p, amount) for p in places if p[axis] == name))
    for index, place in enumerate(places):
        if place not in table.hidden or place in known:
            rows.append([index == other for other in range(len(places))])
            sums.append(_amount(table, place, amount))
    return np.array(rows, dtype=float), np.array(sums, dtype=float)


def _amount(table: Table, place: Place, amount) -> float:
    return float(Decimal(amount(table.cells[place])))
