"""How numbers, dates and references read in each language (visual-language.md, section 2)."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from django.utils.translation import get_language

from core.base.clock import KYIV, kyiv_date

NBSP = "\u00a0"
MINUS = "\u2212"
MONTHS_UK = (
    *("січ.", "лют.", "бер.", "квіт.", "трав.", "черв."),
    *("лип.", "серп.", "вер.", "жовт.", "лист.", "груд."),
)


def number(value: Decimal | int, places: int | None = None) -> str:
    """Return a number with no-break thousands and the decimal mark of the language.

    `places` fixes the decimals; None drops trailing zeros.
    """
    amount = Decimal(value)
    text = f"{amount:,.{places}f}" if places is not None else f"{amount:,f}"
    whole, _, part = text.partition(".")
    part = part if places is not None else part.rstrip("0")
    mark = "," if _ukrainian() else "."
    grouped = whole.replace(",", NBSP).replace("-", MINUS)
    return f"{grouped}{mark}{part}" if part else grouped


def money(value: Decimal | int, currency: str = "") -> str:
    """Return an amount with its currency code; full units lose their zero cents."""
    amount = Decimal(value)
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{number(amount, places)}{NBSP}{currency}" if currency else number(amount, places)


def day(value: date | datetime) -> str:
    """Return a date for tables: 24.11.2026, in English 24 Nov 2026."""
    return f"{_day(value):%d.%m.%Y}" if _ukrainian() else format_date(_day(value), "d MMM y", "en")


def day_in_words(value: date | datetime) -> str:
    """Return a date for prose: 24 листопада 2026, in English 24 November 2026."""
    return str(format_date(_day(value), "d MMMM y", "uk" if _ukrainian() else "en"))


def day_short(value: date | datetime) -> str:
    """Return a date for tight places: 24 лист., in English 24 Nov."""
    moment = _day(value)
    if _ukrainian():
        return f"{moment.day}{NBSP}{MONTHS_UK[moment.month - 1]}"
    return str(format_date(moment, f"d'{NBSP}'MMM", "en"))


def month_name(value: date) -> str:
    """Return a month with its year as a heading: Листопад 2026, in English November 2026."""
    name = str(format_date(value, "LLLL y", "uk" if _ukrainian() else "en"))
    return name[:1].upper() + name[1:]


def weekday(value: date | datetime, width: str = "EEE") -> str:
    """Return the name of the day: пн; `width` EEEE gives it in full."""
    return str(format_date(_day(value), width, "uk" if _ukrainian() else "en"))


def moment(value: datetime) -> str:
    """Return an instant in Kyiv time: 24.11.2026, 08:31."""
    return f"{day(value)}, {value.astimezone(KYIV):%H:%M}"


def digest(value: str) -> str:
    """Return hex digits in groups of four, as people compare them."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


def _day(value: date | datetime) -> date:
    return kyiv_date(value) if isinstance(value, datetime) else value


def _ukrainian() -> bool:
    return (get_language() or "uk").startswith("uk")
