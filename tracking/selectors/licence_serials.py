"""The makers' numbers that left, or are about to leave, under one licence."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from licensing.models import Licence
from licensing.selectors.licences.register import goods_of
from tracking.models import SerialRange

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class SerialRow:
    """One range, its goods and how many pieces it names; a lot names none."""

    numbers: SerialRange
    goods: str
    pieces: int | None


@dataclass(frozen=True, slots=True)
class SerialList:
    """One page of ranges in the order of the numbers."""

    rows: list[SerialRow]
    older: str


def serials_of(licence: Licence, after: str = "") -> SerialList:
    """Return a page of the ranges in live shipments; `after` names the last one shown."""
    live = SerialRange.objects.filter(shipment__licence=licence, released_at__isnull=True)
    found = _after(live, after).select_related("shipment").order_by("prefix", "first", "id")
    rows = list(found[: PAGE_SIZE + 1])
    shown, older = rows[:PAGE_SIZE], ""
    if len(rows) > PAGE_SIZE:
        older = reverse("licences:serials", args=[licence.number])
        older += f"?{urlencode({'after': shown[-1].pk})}"
    names = {line.position: line.name for line in goods_of(licence)}
    return SerialList([_row(one, names) for one in shown], older)


def _row(one: SerialRange, names: dict[int, str]) -> SerialRow:
    pieces = None if one.is_lot else one.last - one.first + 1
    return SerialRow(one, names.get(one.position, ""), pieces)


def _after(live: QuerySet[SerialRange], key: str) -> QuerySet[SerialRange]:
    try:
        last = live.filter(pk=UUID(key)).first() if key else None
    except ValueError:
        last = None
    if last is None:
        return live
    same = Q(prefix=last.prefix)
    return live.filter(
        Q(prefix__gt=last.prefix)
        | same & Q(first__gt=last.first)
        | same & Q(first=last.first, id__gt=last.pk)
    )
