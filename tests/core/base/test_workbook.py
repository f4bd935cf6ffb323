"""A workbook holds what was written and nothing that runs."""

import io
from decimal import Decimal

import openpyxl
import pytest

from core.base.spreadsheet import Receipt
from core.base.workbook import write_xlsx
from tests.core.base.test_spreadsheet import HOSTILE


def cells(*rows):
    receipt = Receipt()
    content = b"".join(write_xlsx(["name"], rows, receipt))
    assert receipt.size == len(content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return list(sheet.iter_rows(min_row=2))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_plain_texts(text):
    cell = cells([text])[0][0]
    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_numbers_are_numbers_until_a_spreadsheet_would_round_them():
    rows = cells([Decimal("-12.50"), Decimal("1234567890123456.78")])
    assert rows[0][0].value == -12.5
    assert rows[0][1].value == "1234567890123456.78"


def test_nothing_is_an_empty_cell():
    assert cells(["a", None, "b"])[0][1].value is None
