"""Reference numbers: no gaps within kind and year, no letter that looks alike in two alphabets.

`DZ-2026-00417` is a case. Printed documents add two check digits (ISO 7064 MOD 97-10 over year
and number), `DL-2026-00417-29`, so that a number read out over the telephone can be checked.
"""

from datetime import date
from enum import StrEnum

from django.db import connection
from stdnum.iso7064 import mod_97_10


class Kind(StrEnum):
    """The series. Each letter pair reads the same in Ukrainian and in English."""

    CASE = "DZ"
    LICENCE = "DL"
    CONCLUSION = "DV"
    CONSENT = "DG"
    REFUSAL = "DN"
    DECISION = "DR"
    SITTING = "DS"
    PROTOCOL = "DJ"
    SHIPMENT = "DW"
    DISPOSAL = "DU"


# One statement takes and locks the row, so two transactions cannot read the same last number,
# and a rolled-back transaction gives its number back: that is why there are no gaps.
_TAKE = """
    INSERT INTO base_numberseries (kind, year, last) VALUES (%s, %s, 1)
    ON CONFLICT (kind, year) DO UPDATE SET last = base_numberseries.last + 1
    RETURNING last
"""
_TAKE_MANY = """
    INSERT INTO base_numberseries (kind, year, last) VALUES (%s, %s, %s)
    ON CONFLICT (kind, year) DO UPDATE SET last = base_numberseries.last + %s
    RETURNING last
"""


def next_numbers(kind: Kind, year: int, count: int) -> list[str]:
    """Take so many numbers of a series at once, in the transaction that uses them all."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_MANY, [kind.value, year, count, count])
        last: int = cursor.fetchone()[0]
    return [f"{kind.value}-{year}-{number:05d}" for number in range(last - count + 1, last + 1)]


def next_number(kind: Kind, on: date) -> str:
    """Take the next number of a series in the year of `on`.

    Must run inside the transaction that uses the number: a roll-back returns it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [kind.value, on.year])
        last: int = cursor.fetchone()[0]
    return f"{kind.value}-{on.year}-{last:05d}"


def with_check_digits(number: str) -> str:
    """Return `DL-2026-00417` as `DL-2026-00417-29` (ISO 7064 MOD 97-10)."""
    _, year, running = number.split("-")
    return f"{number}-{mod_97_10.calc_check_digits(year + running)}"


def without_check_digits(number: str) -> str:
    """Return the number without its check digits; raise ValueError when they are wrong."""
    bare, _, digits = number.rpartition("-")
    if with_check_digits(bare) != number:
        raise ValueError(f"check digits {digits} do not belong to {bare}")
    return bare
