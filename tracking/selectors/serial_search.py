"""Finding the shipment and permit of a maker's number, however it was copied.

Separators are left out and letters that look like digits are read as digits on both sides
(О and 0, I and 1, S and 5, B and 8), so "S3-O225" and «С3 0225» are the same number.
"""

import re
from dataclasses import dataclass

from django.db.models import Q

from core.accounts.policies import Person
from licensing.selectors.scope import licences_visible_to
from tracking import serials
from tracking.models import SerialRange
from tracking.models.shipments import LOOKS, look_of

MOST = 20
_LOOKS = str.maketrans(*LOOKS)
_TAIL = re.compile(r"\d{1,15}$")


@dataclass(frozen=True, slots=True)
class FoundSerial:
    """A range that holds the number, with where it went."""

    serials: str
    shipment: str
    licence: str
    company: str


def find_serial(user: Person, text: str) -> list[FoundSerial]:
    """Return the shipments of visible permits that hold a number (one query)."""
    key = re.sub(r"[^A-Z0-9]", "", serials.normal(text)).translate(_LOOKS)
    if not 3 <= len(key) <= serials.LONGEST or not any(letter.isdigit() for letter in key):
        return []
    permits = licences_visible_to(user).order_by().values("pk")
    rows = (
        SerialRange.objects.alias(look=look_of("prefix"))
        .filter(_holds(key), shipment__licence__in=permits)
        .select_related("shipment__licence__manufacturer")
        .order_by("-shipment__number", "pk")
    )
    return [
        FoundSerial(
            serials=row.shown,
            shipment=row.shipment.number,
            licence=row.shipment.licence.number,
            company=row.shipment.licence.manufacturer.name,
        )
        for row in rows[:MOST]
    ]


def _holds(key: str) -> Q:
    """Return the condition for every way to part a key into prefix and number, and for lots."""
    held = Q(is_lot=True, look=key)
    tail = _TAIL.search(key)
    for start in range(tail.start(), len(key)) if tail else ():
        number = int(key[start:])
        held |= Q(
            is_lot=False,
            look=key[:start],
            suffix="",
            first__lte=number,
            last__gte=number,
        )
    return held
