"""Code lists that are standards, not law: currencies of ISO 4217 and Incoterms 2020."""

from functools import cache

from babel.core import get_global
from babel.numbers import get_currency_name, get_currency_precision, get_territory_currencies
from django.utils.translation import get_language

from core.base import clock

INCOTERMS: tuple[str, ...] = (
    *("EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF"),
)

# Shown first in lists: what contracts of this trade are written in.
COMMON_CURRENCIES: tuple[str, ...] = ("EUR", "USD", "UAH", "GBP", "PLN", "DKK", "SEK", "NOK")


@cache
def currencies() -> frozenset[str]:
    """Return the ISO 4217 codes that are money somewhere today, by the CLDR tables of Babel."""
    territories = get_global("territory_currencies")
    return frozenset(
        code
        for territory in territories
        for code in get_territory_currencies(territory, clock.today(), tender=True)
    )


def is_currency(code: str) -> bool:
    """Return whether a code is a currency in use."""
    return code in currencies()


def minor_units(code: str) -> int:
    """Return how many digits follow the decimal sign: EUR 2, JPY 0, KWD 3."""
    return int(get_currency_precision(code))


def currency_choices() -> list[tuple[str, str]]:
    """Return (code, "code name") pairs in the reader's language, common currencies first."""
    locale = "en" if get_language() == "en" else "uk"
    rest = sorted(currencies() - set(COMMON_CURRENCIES))
    return [
        (code, f"{code} {get_currency_name(code, locale=locale)}")
        for code in (*COMMON_CURRENCIES, *rest)
    ]


def plain_number(text: str) -> str:
    """Return the letters and digits of a number of a register, as two of them are compared."""
    return "".join(sign for sign in text.upper() if sign.isalnum())
