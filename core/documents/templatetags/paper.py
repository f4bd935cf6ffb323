"""How numbers, dates and parallel labels are written on paper (docs/documents.md, section 4)."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.base.clock import KYIV
from core.base.numbers import Kind, with_check_digits
from core.documents.records import Party

register = template.Library()

NO_BREAK = "\u00a0"
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SERIES = frozenset(kind.value for kind in Kind)
CHECKS = {"base": "База", "quorum": "Кворум", "majority": "Більшість", "result": "Підсумок"}
VOTES = {
    "for": "за",
    "against": "проти",
    "abstain": "утримався",
    "recused": "відвід",
    "absent": "відсутність",
    "not_voted": "не голосував",
}


@register.simple_tag
def label(uk: str, en: str) -> SafeString:
    """Return a Ukrainian label with the English under it."""
    return format_html('{}<div class="en" lang="en">{}</div>', uk, en)


@register.simple_tag
def register_uk(party: Party) -> SafeString:
    """Return ", ЄДРПОУ 99900418" for a party of Ukraine, ", реєстр. …" for a foreign one, or ""."""
    if not party["register_no"]:
        return SafeString("")
    word = "ЄДРПОУ" if party["country"] == "UA" else "реєстр."
    return format_html(', {} <span class="code">{}</span>', word, party["register_no"])


@register.simple_tag
def register_en(party: Party) -> str:
    """Return the same in English."""
    if not party["register_no"]:
        return ""
    word = "EDRPOU" if party["country"] == "UA" else "reg. no."
    return f", {word} {party['register_no']}"


@register.simple_tag
def check_name(check: str) -> str:
    """Return the Ukrainian name of a row of the arithmetic."""
    return CHECKS[check]


@register.simple_tag
def vote_name(vote: str) -> str:
    """Return the Ukrainian word for a vote or for the state that stands in its place."""
    return VOTES[vote]


@register.filter
def day(iso: str) -> str:
    """Return an ISO date as 24.11.2026; "" stays empty."""
    return f"{date.fromisoformat(iso):%d.%m.%Y}" if iso else ""


@register.filter
def day_en(iso: str) -> str:
    """Return an ISO date as 24 November 2026 for English prose, not broken over lines."""
    if not iso:
        return ""
    on = date.fromisoformat(iso)
    return f"{on.day}{NO_BREAK}{MONTHS[on.month - 1]}{NO_BREAK}{on.year}"


@register.filter
def kyiv_moment(instant: str) -> str:
    """Return an ISO instant as Kyiv's 14.04.2027, 09:42."""
    return f"{datetime.fromisoformat(instant).astimezone(KYIV):%d.%m.%Y, %H:%M}"


@register.filter
def money(amount: str | Decimal) -> str:
    """Return an amount with two decimals, comma and no-break thousands."""
    return _ukrainian(f"{Decimal(amount):,.2f}")


@register.filter
def quantity(amount: str | Decimal) -> str:
    """Return a quantity without trailing zeros."""
    text = f"{Decimal(amount):,f}"
    return _ukrainian(text.rstrip("0").rstrip(".") if "." in text else text)


@register.filter
def uktzed(code: str) -> str:
    """Return a customs code as 8806 23 00 00; "" becomes a dash (nothing crosses the border)."""
    if not code.isdigit():
        return code or "—"
    return NO_BREAK.join([code[:4], *(code[at : at + 2] for at in range(4, len(code), 2))])


@register.filter
def printed(number: str) -> str:
    """Return a reference number with its check digits; numbers of others stay as they are."""
    bare, slash, item = number.partition("/")
    series, _, rest = bare.partition("-")
    if series in SERIES and rest.count("-") == 1 and rest.replace("-", "").isdigit():
        return f"{with_check_digits(bare)}{slash}{item}"
    return number


@register.filter
def groups(digest: str, size: int) -> str:
    """Return a digest in groups of `size` digits."""
    return " ".join(digest[at : at + size] for at in range(0, len(digest), size))


def _ukrainian(text: str) -> str:
    return text.replace(",", NO_BREAK).replace(".", ",")
