"""Serial numbers of a shipment: read, counted against the quantity, kept without duplicates."""

from typing import Protocol

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.base.errors import InvalidInput
from tracking import serials
from tracking.models import SerialRange, Shipment
from tracking.selectors.balance import BalanceLine

_WHY = {
    "no_number": _("“%(piece)s” holds no serial number."),
    "backwards": _("“%(piece)s” runs backwards."),
    "two_prefixes": _("“%(piece)s” begins and ends with different prefixes."),
    "twice": _("“%(piece)s” names a number twice."),
}


class _Asked(Protocol):
    @property
    def serials(self) -> str: ...
    @property
    def quantity(self) -> object: ...


def read_serials(line: BalanceLine, asked: _Asked) -> tuple[serials.Serials, ...]:
    """Return the ranges typed for a line. Raises InvalidInput for what cannot be read.

    When pieces are numbered, there are as many numbers as pieces; lots are not counted.
    """
    field = f"serials_{line.position}"
    found = readable(asked.serials, field)
    named = sum(one.count for one in found)
    if named and named != asked.quantity:
        raise InvalidInput(
            "serials_count",
            _("Line %(line)s: %(named)s serial numbers for a quantity of %(quantity)s."),
            field=field,
            line=line.position,
            named=named,
            quantity=f"{asked.quantity}",
        )
    return found


def readable(text: str, field: str) -> tuple[serials.Serials, ...]:
    """Return the ranges in a text. Raises InvalidInput at `field` for what cannot be read."""
    try:
        return serials.read(text)
    except serials.Unreadable as problem:
        raise InvalidInput(
            f"serials_{problem.code}", _WHY[problem.code], field=field, piece=problem.piece
        ) from problem


def keep_serials(shipment: Shipment, position: int, found: tuple[serials.Serials, ...]) -> None:
    """Keep the ranges. Raises InvalidInput when a number is in another live shipment."""
    rows = [
        SerialRange(
            shipment=shipment,
            maker=shipment.licence.manufacturer,
            position=position,
            is_lot=one.is_lot,
            prefix=one.prefix,
            suffix=one.suffix,
            first=one.first,
            last=one.last,
            width=one.width,
            typed=one.typed,
        )
        for one in found
    ]
    try:
        with transaction.atomic():
            SerialRange.objects.bulk_create(rows)
    except IntegrityError as error:
        other = _holder_of(rows)
        raise InvalidInput(
            "serials_taken",
            _("“%(number)s” is already in shipment %(shipment)s under permit %(licence)s."),
            field=f"serials_{position}",
            number=other.shown,
            shipment=other.shipment.number,
            licence=other.shipment.licence.number,
        ) from error


def _holder_of(rows: list[SerialRange]) -> SerialRange:
    """Return the range of the same maker that the constraint found; all his permits are one."""
    taken = Q()
    for row in rows:
        taken |= Q(prefix=row.prefix, suffix=row.suffix, first__lte=row.last, last__gte=row.first)
    live = SerialRange.objects.filter(
        taken, maker=rows[0].maker, is_lot=False, released_at__isnull=True
    )
    return live.select_related("shipment__licence").order_by("pk")[:1].get()
