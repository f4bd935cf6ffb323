"""Merged cells of a workbook: which cells of a row hide under another one.

They stand at the end of the sheet's XML, which may be large; it is searched in pieces. Rows are
asked about in their order, so that a merge over the whole sheet costs no more than its two corners.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
_CHUNK = 256 * 1024
_LONGEST_TAG = 300
#: Merges do not overlap in an honest sheet: a row cannot lie under more than its columns.
MOST_AT_ONCE = 1000
MOST = 200_000


class Range(NamedTuple):
    """The corners of a merge; columns count from 0, rows from 1."""

    top: int
    bottom: int
    left: int
    right: int


def ranges_of(file: BinaryIO, path: str) -> list[Range]:
    """Return the merges of a sheet. Raises ValueError for more than a sheet can have."""
    found: set[Range] = set()
    with zipfile.ZipFile(file) as archive, archive.open(path) as xml:
        rest = b""
        while chunk := xml.read(_CHUNK):
            text = rest + chunk
            found.update(_in(text))
            rest = text[-_LONGEST_TAG:]
            if len(found) > MOST:
                raise ValueError("too many merged cells")
    return sorted(found)


def _in(text: bytes) -> Iterator[Range]:
    for left, top, right, bottom in _MERGE.findall(text):
        yield Range(int(top), int(bottom), _column(left), _column(right))


class Merged:
    """Answers for rows asked about in their order."""

    def __init__(self, ranges: list[Range]) -> None:
        self._ranges = ranges
        self._next = 0
        self._open: list[Range] = []

    def hidden_in(self, row: int) -> "Hidden":
        """Return the columns of a row that hide. Raises ValueError for a hostile pile of merges."""
        while self._next < len(self._ranges) and self._ranges[self._next].top <= row:
            self._open.append(self._ranges[self._next])
            self._next += 1
        self._open = [one for one in self._open if one.bottom >= row]
        if len(self._open) > MOST_AT_ONCE:
            raise ValueError("merged cells overlap")
        return Hidden(row, self._open)


class Hidden:
    """The hidden columns of one row."""

    def __init__(self, row: int, ranges: list[Range]) -> None:
        self._row = row
        self._ranges = list(ranges)

    def __contains__(self, column: object) -> bool:
        return any(
            one.left <= column <= one.right and (self._row, column) != (one.top, one.left)
            for one in self._ranges
            if isinstance(column, int)
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
