"""The dated numbers of the figures: data, so that a lawyer changes them without a programmer."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.base.errors import InvalidInput

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """When a figure says too much about one firm or one buyer (domain notes, section 7).

    `minimum` different exporters and different end users at least; the `dominant` largest exporters
    hold at most `percent` % of the value; whoever knows everything that is published can place a
    hidden value no closer than `protection` % of it.
    """

    minimum: int
    dominant: int
    percent: int
    protection: int
    source: str


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the treaty reports and the control list codes that fall into it."""

    code: str
    uk: str
    en: str
    codes: tuple[str, ...]


def disclosure_on(day: date) -> Disclosure:
    """Return the rule of disclosure in force on a day. Raises InvalidInput when none is."""
    for row in _read("disclosure"):
        until = row["valid_until"]
        if row["valid_from"] <= day.isoformat() and (until is None or day.isoformat() <= until):
            kept = {name: row[name] for name in Disclosure.__dataclass_fields__}
            return Disclosure(**kept)
    raise InvalidInput("no_disclosure_rule", _("No rule of disclosure is in force on that day."))


def euro_rate(year: int, currency: str) -> Decimal:
    """Return how many euro one unit of a currency was worth in a year, on average.

    Raises InvalidInput when the rate is not in the data: a missing rate is no rate of zero.
    """
    rates: dict[str, str] = _read("eur_rates")["years"].get(str(year), {})
    if currency not in rates:
        raise InvalidInput(
            "no_euro_rate",
            _("There is no euro rate for %(currency)s in %(year)s."),
            currency=currency,
            year=year,
        )
    return Decimal(rates[currency])


def treaty_category(control_code: str) -> str:
    """Return the treaty category of a code, or "" for none; the longest fit wins."""
    fits = [
        (len(prefix), category.code)
        for category in treaty_categories()
        for prefix in category.codes
        if control_code == prefix or control_code.startswith(f"{prefix}.")
    ]
    return max(fits)[1] if fits else ""


@cache
def treaty_categories() -> tuple[Category, ...]:
    """Return the categories in the order of the reports."""
    rows = _read("treaty_categories")["categories"]
    return tuple(Category(row["code"], row["uk"], row["en"], tuple(row["codes"])) for row in rows)


@cache
def _read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
