"""From the bytes of a file to numbered rows of plain texts.

CSV: UTF-8 with or without a mark, UTF-16 with a mark, windows-1251; separated by semicolon, comma
or tab, as the first full line shows. XLSX: the first sheet that is not empty, read as a stream.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.base.errors import InvalidInput
from core.base.spreadsheet import read_text

MOST_ROWS = 100_000
MOST_COLUMNS = 100
LONGEST_CELL = 1000
DELIMITERS = ";,\t"
FORMULA = "\ufffc=formula"
MERGED = "\ufffc=merged"

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_LINE = re.compile(r"\r\n|\r|\n")

PROBLEMS: dict[str, Promise] = {
    "binary": _("This is not a table. Send a CSV or an XLSX file."),
    "encoding": _("The letters cannot be read. Save the file as “CSV UTF-8” or as XLSX."),
    "broken": _("The file is damaged and cannot be read. Save it again and send the new file."),
    "rows": _("The file has more than %(most)s rows. Send it in parts."),
    "columns": _("The file has more than %(most)s columns. Use the template."),
    "empty": _("The file has no rows."),
    "size": _("The file is larger than %(limit)s MB. Send it in parts."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file with the number that a spreadsheet shows beside it."""

    number: int
    cells: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Return whether no cell holds anything."""
        return not any(self.cells)


def read(content: bytes) -> list[Line]:
    """Return the rows of a file that are not empty. Raises InvalidInput at `file`."""
    lines: list[Line] = []
    for line in _xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(content):
        if len(line.cells) > MOST_COLUMNS:
            raise refusal("columns", most=MOST_COLUMNS)
        if not line.is_empty:
            lines.append(line)
        # One row more than the limit is the head of the table.
        if len(lines) > MOST_ROWS + 1:
            raise refusal("rows", most=MOST_ROWS)
    if not lines:
        raise refusal("empty")
    return lines


def refusal(reason: str, **params: object) -> InvalidInput:
    """Return the refusal of a whole file, with the reason in words."""
    return InvalidInput(f"sheet_{reason}", PROBLEMS[reason], field="file", **params)


def tidy(text: str) -> str:
    """Return a cell as people mean it: composed letters, single spaces, nothing invisible."""
    visible = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return " ".join(visible.split())[: LONGEST_CELL + 1]


def _csv(content: bytes) -> Iterator[Line]:
    text = _decoded(content)
    marked = re.match(r"sep=(.)\r?\n", text)
    skipped = 1 if marked else 0
    body = text[marked.end() :] if marked else text
    separator = marked.group(1) if marked else _separator(body)
    rows = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    try:
        for row in rows:
            cells = [tidy(read_text(cell)) for cell in row]
            yield Line(rows.line_num + skipped - _extra_lines(row), cells)
    except csv.Error as error:
        raise refusal("broken") from error


def _extra_lines(row: Iterable[str]) -> int:
    """A row with line ends inside its cells is counted at its first line."""
    return sum(len(_LINE.findall(cell)) for cell in row)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "windows-1251"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(letter < " " and letter not in "\t\r\n" for letter in text[:4096]) or "\0" in text:
            raise refusal("binary")
        return text
    raise refusal("encoding")


def _separator(text: str) -> str:
    """Return the separator that the first full line holds most often outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip(" ;,\t")), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=bare.count)


def _xlsx(content: bytes) -> Iterator[Line]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        for sheet in book.worksheets:
            merged = _merged_rows(content, sheet)
            lines = (
                Line(number, _cells(row, merged.get(number, frozenset())))
                for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1)
            )
            if first := next((line for line in lines if not line.is_empty), None):
                yield first
                yield from lines
                return
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError) as error:
        raise refusal("broken") from error
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise refusal("broken") from error


def _cells(row: Iterable[Any], merged: frozenset[int]) -> list[str]:
    texts = [MERGED if at in merged else _text(cell) for at, cell in enumerate(row)]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f" or not isinstance(value, str | int | float | bool):
        return FORMULA if cell.data_type == "f" else tidy(str(value))
    # A spreadsheet keeps a code of ten digits as a number with a point.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidy(str(value))


def _merged_rows(content: bytes, sheet: Any) -> dict[int, frozenset[int]]:
    """Return, by row, the columns that are hidden under a merged cell above or left of them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(sheet._worksheet_path)
    hidden: dict[int, set[int]] = {}
    for left, top, right, bottom in _MERGE.findall(xml):
        first, last = _column(left), min(_column(right), MOST_COLUMNS)
        for row in range(int(top), min(int(bottom), MOST_ROWS) + 1):
            columns = hidden.setdefault(row, set())
            columns.update(at for at in range(first, last + 1) if (row, at) != (int(top), first))
    return {row: frozenset(columns) for row, columns in hidden.items()}


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
