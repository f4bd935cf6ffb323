"""The balance of a licence by line: licensed, announced, shipped, left. Sums of entries."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import get_language

from licensing.models import DecisionLine, Licence
from tracking.models import Entry, ShipmentState

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn from one line, in quantity and in value."""

    quantity: Decimal = ZERO
    value: Decimal = ZERO

    def plus(self, other: "Drawn", times: int = 1) -> "Drawn":
        """Return the sum, or with -1 the difference."""
        return Drawn(self.quantity + times * other.quantity, self.value + times * other.value)


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """One licensed line with what was drawn from it."""

    position: int
    name: str
    code: str
    unit: str
    unit_name: str
    currency: str
    licensed: Decimal
    licensed_value: Decimal
    announced: Drawn
    shipped: Drawn

    @property
    def quantity_announced(self) -> Decimal:
        """Return the quantity that is announced and not at the border yet."""
        return self.announced.quantity

    @property
    def quantity_shipped(self) -> Decimal:
        """Return the quantity that crossed the border."""
        return self.shipped.quantity

    @property
    def left(self) -> Decimal:
        """Return the quantity that may still be shipped."""
        return self.licensed - self.announced.quantity - self.shipped.quantity

    @property
    def left_value(self) -> Decimal:
        """Return the value that may still be shipped."""
        return self.licensed_value - self.announced.value - self.shipped.value

    def after_crossing(self, held: Drawn, crossed: Drawn) -> "BalanceLine":
        """Return the line after goods crossed of which `held` was announced."""
        return replace(
            self,
            announced=self.announced.plus(held, -1),
            shipped=self.shipped.plus(crossed),
        )

    @property
    def share_shipped(self) -> int:
        """Return the shipped part in thousandths, for the bar."""
        return int(1000 * self.shipped.quantity / self.licensed)

    @property
    def share_announced(self) -> int:
        """Return the announced part in thousandths, for the bar."""
        return int(1000 * self.announced.quantity / self.licensed)


def balance(licence: Licence) -> list[BalanceLine]:
    """Return the balance by line, in the order of the licence (two queries)."""
    return balances([licence])[licence.pk]


def balances(licences: Iterable[Licence]) -> dict[UUID, list[BalanceLine]]:
    """Return the balances of several licences (two queries, however many they are)."""
    asked = list(licences)
    drawn = _drawn(asked)
    lines: dict[UUID, list[DecisionLine]] = {}
    decisions = [licence.decision_id for licence in asked]
    for line in DecisionLine.objects.filter(decision__in=decisions, quantity__gt=0):
        lines.setdefault(line.decision_id, []).append(line)
    return {
        licence.pk: _lines(licence, lines.get(licence.decision_id, []), drawn.get(licence.pk, {}))
        for licence in asked
    }


def is_used_up(lines: Iterable[BalanceLine]) -> bool:
    """Tell whether everything licensed has crossed the border."""
    return all(line.shipped.quantity >= line.licensed for line in lines)


def _drawn(licences: list[Licence]) -> dict[UUID, dict[tuple[int, str], Drawn]]:
    sums = (
        Entry.objects.filter(shipment__licence__in=licences)
        .order_by()
        .values_list("shipment__licence", "position", "shipment__state")
        .annotate(Sum("quantity"), Sum("value"))
    )
    drawn: dict[UUID, dict[tuple[int, str], Drawn]] = {}
    for licence, position, state, quantity, value in sums:
        drawn.setdefault(licence, {})[position, state] = Drawn(quantity, value)
    return drawn


def _lines(
    licence: Licence, lines: list[DecisionLine], drawn: Mapping[tuple[int, str], Drawn]
) -> list[BalanceLine]:
    goods = {line["line"]: line for line in json.loads(licence.record_text)["goods"]}
    return [_line(line, goods[line.position], drawn) for line in lines]


def _line(
    line: DecisionLine, said: Mapping[str, Any], drawn: Mapping[tuple[int, str], Drawn]
) -> BalanceLine:
    language = "en" if get_language() == "en" else "uk"
    return BalanceLine(
        position=line.position,
        name=said["name"][language],
        code=line.control_code,
        unit=line.unit,
        unit_name=said["unit"][language],
        currency=line.currency,
        licensed=line.quantity,
        licensed_value=line.value,
        announced=drawn.get((line.position, ShipmentState.ANNOUNCED), Drawn()),
        shipped=drawn.get((line.position, ShipmentState.CONFIRMED), Drawn()),
    )
