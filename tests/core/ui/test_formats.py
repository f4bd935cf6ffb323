from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation

from core.ui import formats

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("uk", f"1{NBSP}234{NBSP}567,50{NBSP}EUR"), ("en", f"1{NBSP}234{NBSP}567.50{NBSP}EUR")],
)
def test_money_reads_in_the_language(language, expected):
    with translation.override(language):
        assert formats.money(Decimal("1234567.5"), "EUR") == expected


def test_full_units_lose_their_cents_and_minus_is_a_minus():
    with translation.override("uk"):
        assert formats.money(Decimal("-2616000.00")) == f"\u22122{NBSP}616{NBSP}000"


def test_quantities_lose_trailing_zeros():
    with translation.override("uk"):
        assert formats.number(Decimal("24.000")) == "24"
        assert formats.number(Decimal("0.250")) == "0,25"


def test_an_instant_is_shown_in_kyiv_time():
    late = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    with translation.override("uk"):
        assert formats.moment(late) == "25.11.2026, 00:30"
    with translation.override("en"):
        assert formats.day(late) == "25 Nov 2026"


def test_dates_in_words_use_the_genitive():
    with translation.override("uk"):
        assert formats.day_in_words(date(2026, 11, 24)).startswith("24 листопада 2026")
        assert formats.day_short(date(2026, 11, 24)) == f"24{NBSP}лист."


def test_digests_come_in_fours():
    assert formats.digest("9c4107be52d8") == "9c41 07be 52d8"


def test_user_text_is_never_markup():
    page = engines["django"].from_string("{{ text }}{{ text|reference }}{% icon 'lock' %}")
    shown = page.render({"text": "<script>alert(1)</script>"})
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
