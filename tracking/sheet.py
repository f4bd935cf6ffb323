"""The file of customs: what crossed the border, row by row. Reading only; pure.

One row is one line of a shipment; rows of one permit and one declaration are one shipment. Comma
or semicolon, UTF-8 or Windows-1251, days and numbers as people write them.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
#: Column → the heads it goes by.
HEADS: dict[str, tuple[str, ...]] = {
    "licence": ("permit", "дозвіл"),
    "declaration": ("declaration", "декларація"),
    "crossed_on": ("crossed on", "дата"),
    "position": ("line", "позиція"),
    "quantity": ("quantity", "кількість"),
    "unit": ("unit", "одиниця"),
    "serials": ("serial numbers", "серійні номери"),
    "border_post": ("border post", "пункт пропуску"),
}
NEEDED = ("licence", "declaration", "crossed_on", "position", "quantity")
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")


class Unreadable(ValueError):
    """A file or a cell that cannot be read; `code` says why, `what` quotes it."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(f"{code}: {what}")
        self.code = code
        self.what = what


@dataclass(frozen=True, slots=True)
class Row:
    """One row as read; `problem` instead of values when a cell makes no sense."""

    number: int
    licence: str = ""
    declaration: str = ""
    crossed_on: date | None = None
    position: int = 0
    quantity: Decimal = Decimal(0)
    unit: str = ""
    serials: str = ""
    border_post: str = ""
    problem: Unreadable | None = None


def read(content: bytes) -> list[Row]:
    """Return the rows of a file, numbered as in a spreadsheet (the heads are row 1).

    Raises Unreadable for a file that is too large, holds no text or lacks a column.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("too_large")
    text = _text(content)
    lines = text.splitlines()
    if not lines:
        raise Unreadable("empty")
    delimiter = max(";,\t", key=lines[0].count)
    table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    columns = _columns(table[0])
    rows = [
        _row(number, dict(zip(columns, cells, strict=False)))
        for number, cells in enumerate(table[1:], 2)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise Unreadable("empty")
    if len(rows) > MOST_ROWS:
        raise Unreadable("too_many_rows", str(MOST_ROWS))
    return rows


def shipments(rows: Iterable[Row]) -> list[list[Row]]:
    """Return the rows of each shipment: one permit and one declaration, in order."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row.licence, row.declaration), []).append(row)
    return list(found.values())


def _text(content: bytes) -> str:
    if b"\0" in content:
        raise Unreadable("not_text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def _columns(heads: list[str]) -> list[str]:
    known = {head: name for name, words in HEADS.items() for head in (name, *words)}
    columns = [known.get(head.strip().casefold(), "") for head in heads]
    if lacking := [name for name in NEEDED if name not in columns]:
        raise Unreadable("columns", ", ".join(HEADS[name][1] for name in lacking))
    return columns


def _row(number: int, cells: Mapping[str, str]) -> Row:
    cell = {name: text.strip() for name, text in cells.items()}
    try:
        return Row(
            number=number,
            licence=_filled(cell, "licence").upper(),
            declaration=_filled(cell, "declaration")[:40],
            crossed_on=_day(_filled(cell, "crossed_on")),
            position=_whole(_filled(cell, "position")),
            quantity=_number(_filled(cell, "quantity")),
            unit=cell.get("unit", ""),
            serials=cell.get("serials", ""),
            border_post=cell.get("border_post", "")[:80],
        )
    except Unreadable as problem:
        return Row(number, problem=problem)


def _filled(cell: Mapping[str, str], name: str) -> str:
    if not cell.get(name):
        raise Unreadable("cell_missing", HEADS[name][1])
    return cell[name]


def _day(text: str) -> date:
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, no instant
        except ValueError:
            continue
    raise Unreadable("no_day", text[:40])


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 5:
        raise Unreadable("no_number", text[:40])
    return int(text)


def _number(text: str) -> Decimal:
    try:
        found = Decimal(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        raise Unreadable("no_number", text[:40]) from None
    if not found.is_finite() or not 0 < found < Decimal(10) ** 15 or -found.as_tuple().exponent > 3:  # type: ignore[operator]
        raise Unreadable("no_number", text[:40])
    return found
