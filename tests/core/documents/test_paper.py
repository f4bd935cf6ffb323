from urllib.parse import unquote

import pytest
import segno

from core.base import canonical
from core.documents import layout
from core.documents.templatetags import paper
from tests.core.documents.samples import GOODS, licence


def test_amounts_are_written_the_ukrainian_way() -> None:
    assert paper.money("5520000") == "5\u00a0520\u00a0000,00"
    assert paper.quantity("48.000") == "48"
    assert paper.quantity("1200.500") == "1\u00a0200,5"
    assert paper.quantity("100") == "100"


def test_dates_follow_the_language() -> None:
    assert paper.day("2026-11-24") == "24.11.2026"
    assert paper.day_en("2026-09-02") == "2\u00a0September\u00a02026"
    assert paper.day("") == paper.day_en("") == ""


def test_codes_and_digests_are_grouped() -> None:
    assert paper.uktzed("8806230000") == "8806\u00a023\u00a000\u00a000"
    assert paper.uktzed("") == "—"
    assert paper.groups("a80bc01abc438c4c", 4) == "a80b c01a bc43 8c4c"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("DL-2026-00417", "DL-2026-00417-71"),
        ("DL-2026-00417-71", "DL-2026-00417-71"),
        ("DJ-2026-00014/3", "DJ-2026-00014-19/3"),
        ("CA-2026/31", "CA-2026/31"),
        ("", ""),
    ],
)
def test_our_numbers_get_check_digits_and_others_stay(number: str, shown: str) -> None:
    assert paper.printed(number) == shown


def test_goods_are_totalled_by_currency() -> None:
    dollars = {**GOODS[0], "line": 7, "currency": "USD", "value": "10.10"}
    arranged = layout.goods([*GOODS, dollars])
    assert [(group.currency, str(group.total)) for group in arranged.groups] == [
        ("EUR", "10306800.00"),
        ("USD", "10.10"),
    ]
    assert arranged.has_intangible
    assert not arranged.several_editions


def test_long_figures_get_wider_columns() -> None:
    assert not layout.goods(GOODS).has_long_figures
    assert layout.goods([{**GOODS[0], "quantity": "12345678.125"}]).has_long_figures
    assert layout.goods([{**GOODS[0], "value": "1234567890.00"}]).has_long_figures


def test_several_list_editions_get_a_column() -> None:
    arranged = layout.goods([GOODS[0], {**GOODS[1], "list_edition": "2026-07-01"}])
    assert arranged.several_editions
    assert arranged.columns_before_value == 7


def test_the_qr_code_is_the_small_one_and_holds_nothing_but_address_and_digest() -> None:
    text = canonical.dumps(licence())
    digest = canonical.digest(text)
    drawn = unquote(layout.qr_code("https://dozvil.example", digest))
    # 41 modules and twice four of margin: version 6, level Q, alphanumeric (documents.md 7).
    assert "viewBox='0 0 49 49'" in drawn
    code = segno.make_qr(f"HTTPS://DOZVIL.EXAMPLE/V/{digest.upper()}", error="q", boost_error=False)
    assert (code.version, code.mode) == (6, "alphanumeric")
    assert (
        unquote(code.svg_data_uri(border=4, omitsize=True, svgclass=None, lineclass=None)) == drawn
    )
