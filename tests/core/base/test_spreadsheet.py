"""No export runs in a spreadsheet, and nothing is lost on the way."""

import csv
import io
import json
import sys
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.spreadsheet import Receipt, read_text, safe_cell, safe_text, write_csv
from core.base.spreadsheet import write_json_lines as json_lines

HOSTILE = [
    "=1+1",
    "=cmd|'/C calc'!A0",
    "+380441234567",
    "-2+3",
    "@SUM(A1:A9)",
    "|calc",
    "%0A=1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    "\ufeff=1+1",
    "   =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    "﹦1",
    '=HYPERLINK("http://evil.example","тут")',
    "'=1+1",
]
HARMLESS = ["", " ", "ТОВ «Верстак-12»", "'лапки", "5 = 5", "a-b", "DR-2026-00417", "100 %", "a;b"]
ALPHABET = st.sampled_from(list("=+-@|%'; \t\r\n\0\ufeff＝﹣\u200bбa1,\""))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_only_text(text):
    cell = safe_text(text)
    assert cell == "'" + text or cell.startswith("'")
    assert read_text(cell) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_text_stays_as_it_is(text):
    assert safe_text(text) == text == read_text(text)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("перше;=1+1;друге", "перше;'=1+1;друге"),
        ("перше\n=1+1", "перше\n'=1+1"),
        ("перше\t @SUM(A1)", "перше\t' @SUM(A1)"),
        ("перше; друге", "перше; друге"),
        ("абзац\n\nабзац", "абзац\n\nабзац"),
    ],
)
def test_a_split_inside_the_text_starts_no_formula(text, cell):
    assert safe_text(text) == cell
    assert read_text(cell) == text


def test_every_look_alike_sign_of_unicode_is_known():
    """Brute force: whatever NFKC turns into a sign that starts a formula is caught."""
    signs = set("=+-@|%")
    look_alikes = [
        letter
        for letter in map(chr, range(sys.maxunicode + 1))
        if unicodedata.normalize("NFKC", letter)[:1] in signs
    ]
    assert len(look_alikes) >= 20
    assert [letter for letter in look_alikes if safe_text(f"{letter}1") != f"'{letter}1"] == []


def test_every_invisible_start_is_looked_through():
    """Brute force: spaces and formatting characters do not hide the sign behind them."""
    kinds = {"Zs", "Zl", "Zp"}
    blanks = [
        letter
        for letter in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(letter) in kinds or letter in "\u200b\u200c\u200d\u2060\ufeff\xad"
    ]
    assert [hex(ord(b)) for b in blanks if safe_text(f"{b}=1") != f"'{b}=1"] == []


@given(st.text(ALPHABET, max_size=12))
def test_the_text_can_always_be_read_back(text):
    assert read_text(safe_text(text)) == text


@given(st.text(ALPHABET, max_size=12))
def test_no_cell_starts_a_formula_in_either_reader(text):
    """Neither a comma reader nor one that splits at semicolons, tabs and lines sees a formula."""
    cell = safe_text(text)
    pieces = [cell, *cell.replace("\t", ";").replace("\r", ";").replace("\n", ";").split(";")[1:]]
    seen = (unicodedata.normalize("NFKC", piece).lstrip(" \u200b\ufeff\0") for piece in pieces)
    assert [piece for piece in seen if piece[:1] in set("=+-@|%")] == []


def test_numbers_stay_numbers():
    assert safe_cell(Decimal("-1234.50")) == "-1234.50"
    assert safe_cell(Decimal("1E+3")) == "1000"
    assert safe_cell(-7) == "-7"
    assert safe_cell(None) == ""
    assert safe_cell(date(2026, 11, 24)) == "2026-11-24"
    assert safe_cell(datetime(2026, 11, 24, 8, 30, tzinfo=UTC)) == "2026-11-24T08:30:00.000000Z"


def test_a_float_is_refused():
    with pytest.raises(TypeError):
        safe_cell(0.1)  # type: ignore[arg-type]


def test_csv_reads_back_to_what_went_in():
    rows = [["DR-2026-00001", text, Decimal("-5.00")] for text in [*HOSTILE, *HARMLESS]]
    receipt = Receipt()
    content = b"".join(write_csv(["number", "text", "value"], rows, receipt))
    assert content.startswith(b"\xef\xbb\xbfnumber,text,value\r\n")
    back = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    assert [read_text(row[1]) for row in back] == [row[1] for row in rows]
    assert {row[2] for row in back} == {"-5.00"}
    assert (receipt.rows, receipt.escaped) == (len(rows), len(HOSTILE))
    assert receipt.size == len(content)


def test_json_lines_keep_every_byte():
    rows = [[text, Decimal("5520000.00"), None] for text in HOSTILE]
    receipt = Receipt()
    content = b"".join(json_lines(["text", "value", "nothing"], rows, receipt))
    back = [json.loads(line) for line in content.decode().split("\n") if line]
    assert [row["text"] for row in back] == HOSTILE
    assert back[0] == {"text": "=1+1", "value": "5520000.00", "nothing": None}
    assert (receipt.rows, receipt.escaped) == (len(HOSTILE), 0)


def test_a_long_file_comes_in_small_pieces():
    rows = ([f"DR-{number:05d}", "Допоміжний текст рядка " * 4] for number in range(20_000))
    sizes = [len(chunk) for chunk in write_csv(["number", "text"], rows, Receipt())]
    assert len(sizes) > 20
    assert max(sizes) < 200_000
