"""From the bytes of a file to numbered rows of plain texts.

CSV: UTF-8 with or without a mark, UTF-16 with a mark, windows-1251; separated by semicolon, comma,
tab or bar, as the first lines show. XLSX: the first sheet that is not empty. Both are read as
a stream: a row is forgotten before the next but a few.
"""

import codecs
import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, BinaryIO

import openpyxl
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.base.errors import InvalidInput
from core.base.spreadsheet import read_text
from manufacturers.sheets import merging

MOST_ROWS = 100_000
MOST_COLUMNS = 100
LONGEST_CELL = 1000
CHUNK = 256 * 1024
DELIMITERS = ";,\t|"
LINES_TO_JUDGE = 20
# What stands in place of a cell that holds no text of its own.
FORMULA = "\ufffc=formula"
MERGED = "\ufffc=merged"
DATE = "\ufffc=date"
FAULT = "\ufffc=fault"
QUOTES = "\ufffc=quotes"
MARKS = frozenset({FORMULA, MERGED, DATE, FAULT, QUOTES})

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# A text that a spreadsheet was told to leave as it is: ="0012".
_KEPT_TEXT = re.compile(r'="([^"]*)"')
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_FAULTS = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")

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


def read(file: BinaryIO) -> Iterator[Line]:
    """Yield the rows of a file that are not empty. Raises InvalidInput at `file`, also midway."""
    count = 0
    for line in _xlsx(file) if is_workbook(file) else _csv(file):
        if len(line.cells) > MOST_COLUMNS:
            raise refusal("columns", most=MOST_COLUMNS)
        if line.is_empty:
            continue
        count += 1
        # One row more than the limit is the head of the table.
        if count > MOST_ROWS + 1:
            raise refusal("rows", most=MOST_ROWS)
        yield line
    if not count:
        raise refusal("empty")


def is_workbook(file: BinaryIO) -> bool:
    """Tell by its first bytes whether a file is an XLSX workbook."""
    file.seek(0)
    return file.read(4) == b"PK\x03\x04"


def refusal(reason: str, **params: object) -> InvalidInput:
    """Return the refusal of a whole file, with the reason in words."""
    return InvalidInput(f"sheet_{reason}", PROBLEMS[reason], field="file", **params)


def tidy(text: str) -> str:
    """Return a cell as people mean it: composed letters, single spaces, nothing invisible."""
    visible = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return " ".join(visible.split())[: LONGEST_CELL + 1]


def _csv(file: BinaryIO) -> Iterator[Line]:
    text = _opened(file, _encoding(file))
    first = text.readline()
    marked = re.match(r"sep=(.)\r?\n", first)
    separator = marked.group(1) if marked else _separator(text)
    text.seek(0)
    if marked:
        text.readline()
    skipped = 1 if marked else 0
    try:
        for number, row in _rows(text, separator):
            yield Line(number + skipped, [_typed(cell) for cell in row])
    finally:
        text.detach()


def _rows(text: io.TextIOWrapper, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows, each with the number of its first line; bad quotation spoils one row only."""
    rows = csv.reader(text, delimiter=separator, strict=True)
    while True:
        number = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error):
                raise refusal("broken") from error
            row = [QUOTES] * MOST_COLUMNS
        yield number, row


def _typed(cell: str) -> str:
    """Return the text of a cell of a CSV file."""
    kept = _KEPT_TEXT.fullmatch(cell.strip())
    text = tidy(kept.group(1) if kept else read_text(cell))
    return FAULT if _FAULTS.fullmatch(text) else text


def _opened(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    file.seek(0)
    return io.TextIOWrapper(file, encoding=encoding, newline="")


def _encoding(file: BinaryIO) -> str:
    """Return the encoding in which the whole file can be read, chunk by chunk."""
    file.seek(0)
    marked = file.read(2) in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "windows-1251"]:
        if _fits(file, encoding):
            return encoding
    raise refusal("encoding")


def _fits(file: BinaryIO, encoding: str) -> bool:
    """Tell whether every letter can be read; raise InvalidInput for what is no text at all."""
    file.seek(0)
    decoder, start = codecs.getincrementaldecoder(encoding)(), True
    try:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            if "\0" in text or (start and _has_controls(text[:4096])):
                raise refusal("binary")
            start = False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _has_controls(text: str) -> bool:
    return any(letter < " " and letter not in "\t\r\n" for letter in text)


def _separator(text: io.TextIOWrapper) -> str:
    """Return the separator that one of the first lines holds most often outside quoted texts.

    A head may run over several lines, and a title may stand above it.
    """
    text.seek(0)
    start = "".join(text.readline(CHUNK) for _line in range(LINES_TO_JUDGE))
    lines = _QUOTED.sub("", start).splitlines() or [""]
    return max(DELIMITERS, key=lambda mark: max(line.count(mark) for line in lines))


def _xlsx(file: BinaryIO) -> Iterator[Line]:
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=False)
        for sheet in book.worksheets:
            merged = merging.Merged(merging.ranges_of(file, sheet._worksheet_path))
            lines = (
                Line(number, _cells(row, merged.hidden_in(number)))
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


def _cells(row: Iterable[Any], merged: Container[int]) -> list[str]:
    texts = [MERGED if at in merged else _text(cell) for at, cell in enumerate(row)]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(cell: Any) -> str:
    value = cell.value
    if cell.data_type == "f":
        kept = _KEPT_TEXT.fullmatch(value.strip()) if isinstance(value, str) else None
        return tidy(kept.group(1)) if kept else FORMULA
    if cell.data_type == "e":
        return FAULT
    if isinstance(value, date | time | timedelta):
        return DATE
    # A spreadsheet keeps a code of ten digits as a number with a point.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else tidy(str(value))
