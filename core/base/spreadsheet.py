"""The one way rows leave the house: CSV that no spreadsheet takes for a program, and JSON Lines.

A cell that starts with `=`, `+`, `-`, `@`, `|`, `%`, TAB, CR, LF, NUL or a byte order mark (also
full-width, also behind spaces) would be run as a formula by Excel or Calc (CWE-1236, ASVS 1.2.10).
Such a text gets an apostrophe in front. The same happens inside a text after `;`, TAB and line
ends: a Ukrainian Excel splits there, and the rest would be a cell of its own. `read_text` takes
exactly those apostrophes off again, so nothing is lost. Numbers stay numbers, negative ones too.

CSV: comma, CRLF (RFC 4180), UTF-8 with a byte order mark, without which Excel shows Cyrillic as
noise. JSON Lines: UTF-8 without a mark, exact texts, money and quantities as strings; where the
two differ, JSON Lines is the truth and CSV the view.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

Value: TypeAlias = "str | int | Decimal | date | datetime | UUID | None"

CSV_TYPE = "text/csv; charset=utf-8"
JSON_LINES_TYPE = "application/x-ndjson"

_CHUNK = 64 * 1024

# Every character that is, or that NFKC turns into, = + - @ | %; a test compares with Unicode.
_SIGNS = "=⁼₌⩵⩶﹦＝+⁺₊﬩﹢＋\\-﹣－@﹫＠|｜%﹪％"
# What a reader of cells skips before it looks: spaces and invisible characters, no line ends.
_BLANK = (
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x20\\x7f-\\xa0\\xad\u1680\u180e"
    "\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000]*"
)
_AT_START = f"(?='*{_BLANK}[{_SIGNS}\\t\\r\\n\\0\ufeff])"
_INSIDE = f"(?='*[{_BLANK[1:-2]}\ufeff]*[{_SIGNS}])"
_DANGER = re.compile(f"\\A{_AT_START}|(?<=[;\\t\\r\\n]){_INSIDE}")
_SPLIT = re.compile("[;\\t\\r\\n]")
_ESCAPED = re.compile(f"\\A'{_AT_START}|(?<=[;\\t\\r\\n])'{_INSIDE}")


@dataclass
class Receipt:
    """What was written: rows, cells made harmless, bytes and their SHA-256."""

    rows: int = 0
    escaped: int = 0
    size: int = 0
    _hash: "hashlib._Hash" = field(default_factory=hashlib.sha256, repr=False)

    @property
    def sha256(self) -> str:
        """Return the digest of everything written so far: 64 hex digits."""
        return self._hash.hexdigest()

    def seal(self, chunk: bytes) -> bytes:
        """Count one chunk in and hand it on."""
        self.size += len(chunk)
        self._hash.update(chunk)
        return chunk


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet runs; a harmless one comes back unchanged."""
    if text[:1].isalnum() and not _SPLIT.search(text):
        return text  # nearly every cell; ten times as fast
    return _DANGER.sub("'", text)


def read_text(cell: str) -> str:
    """Return the text that `safe_text` made this cell from."""
    return _ESCAPED.sub("", cell)


def safe_cell(value: Value) -> str:
    """Return one value as the text of a CSV cell.

    Amounts are written plainly with a point, instants in UTC, dates as ISO, nothing as "".
    Raises TypeError for floats and anything else without one agreed text.
    """
    if isinstance(value, str):
        return safe_text(value)
    plain = _plain(value)
    return "" if plain is None else str(plain)


def write_csv(
    fields: Sequence[str], rows: Iterable[Sequence[Value]], receipt: Receipt
) -> Iterator[bytes]:
    """Yield a CSV file in chunks; memory stays flat however many rows come."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    page.write("\ufeff")
    writer.writerow(fields)
    for row in rows:
        cells = [safe_cell(value) for value in row]
        receipt.rows += 1
        receipt.escaped += _changed(row, cells)
        writer.writerow(cells)
        if page.tell() >= _CHUNK:
            yield receipt.seal(_drain(page))
    yield receipt.seal(_drain(page))


def write_json_lines(
    fields: Sequence[str], rows: Iterable[Sequence[Value]], receipt: Receipt
) -> Iterator[bytes]:
    """Yield one JSON object a line, fields in the given order, in chunks."""
    page = io.StringIO(newline="")
    for row in rows:
        content = {name: _plain(value) for name, value in zip(fields, row, strict=True)}
        page.write(json.dumps(content, ensure_ascii=False, separators=(",", ":")))
        page.write("\n")
        receipt.rows += 1
        if page.tell() >= _CHUNK:
            yield receipt.seal(_drain(page))
    if rest := _drain(page):
        yield receipt.seal(rest)


def _changed(row: Sequence[Value], cells: list[str]) -> int:
    return sum(
        cell is not value and isinstance(value, str) and cell != value
        for cell, value in zip(cells, row, strict=True)
    )


def _drain(page: io.StringIO) -> bytes:
    chunk = page.getvalue().encode()
    page.seek(0)
    page.truncate()
    return chunk


def _plain(value: Value) -> str | int | None:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no agreed text")
