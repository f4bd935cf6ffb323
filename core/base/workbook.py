"""Rows as an XLSX workbook: texts stay texts, so nothing in it can run.

XlsxWriter turns "=1+1" into a formula and an address into a link by itself; here every text is
written as a text. Amounts become numbers where a spreadsheet can hold them exactly (15 digits),
otherwise texts. Rows go to a file while they come: memory stays flat.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from core.base.spreadsheet import Receipt, Value, safe_cell

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: The format's own limits: rows of a sheet, and characters of a cell.
ROWS, CHARACTERS = 1_048_576, 32_767
EXACT_DIGITS = 15
_CHUNK = 64 * 1024
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class SheetIsFull(Exception):
    """More rows than one sheet holds; CSV and JSON Lines have no such limit."""


def write_xlsx(
    fields: Sequence[str], rows: Iterable[Sequence[Value]], receipt: Receipt
) -> Iterator[bytes]:
    """Yield the workbook in chunks. Raises SheetIsFull past 1,048,575 rows."""
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, _OPTIONS)
        sheet = book.add_worksheet()
        _write_row(sheet, 0, fields)
        for row in rows:
            receipt.rows += 1
            if receipt.rows >= ROWS:
                raise SheetIsFull
            _write_row(sheet, receipt.rows, row)
        book.close()
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield receipt.seal(chunk)


def _write_row(sheet: Any, index: int, row: Sequence[Value]) -> None:
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if isinstance(value, int | Decimal) and _is_exact(value):
            sheet.write_number(index, column, value)
        else:
            text = value if isinstance(value, str) else safe_cell(value)
            sheet.write_string(index, column, text[:CHARACTERS])


def _is_exact(value: int | Decimal) -> bool:
    return len(Decimal(value).as_tuple().digits) <= EXACT_DIGITS
