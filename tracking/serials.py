"""Serial numbers as people type them: prefixes, ranges, gaps, look-alike letters. Pure.

    read("С3-0225…0236, C3-0240")   two ranges, the first with a note: Cyrillic С read as Latin C

A number is read by its last run of digits; what stands before and after are prefix and suffix.
"""

import re
import unicodedata
from dataclasses import dataclass

#: Cyrillic letters that look like Latin ones; a maker's number is kept in Latin.
LOOK_ALIKE = str.maketrans("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_RANGE = re.compile(r"\s*(?:\.{2,3}|…|:| - | до | TO | ДО )\s*", re.IGNORECASE)
LONGEST = 60
LOT = re.compile(r"(?:LOT|ПАРТІЯ|ЛОТ)\s+(?P<name>.+)", re.IGNORECASE)


class Unreadable(ValueError):
    """A piece that is no serial number; `piece` quotes it, `code` says why."""

    def __init__(self, code: str, piece: str) -> None:
        super().__init__(f"{code}: {piece}")
        self.code = code
        self.piece = piece


@dataclass(frozen=True, slots=True)
class Serials:
    """One range, or one lot."""

    prefix: str
    first: int
    last: int
    width: int
    suffix: str
    typed: str
    is_lot: bool = False

    @property
    def count(self) -> int:
        """Return how many pieces the range names; a lot names none."""
        return 0 if self.is_lot else self.last - self.first + 1

    @property
    def was_changed(self) -> bool:
        """Tell whether look-alike letters were read as Latin ones."""
        return has_look_alikes(self.typed)


def read(text: str) -> tuple[Serials, ...]:
    """Return the ranges in a text, split by commas, semicolons and lines.

    Raises Unreadable for a piece without a number, a range that runs backwards or over two
    prefixes, and a number named twice.
    """
    found: list[Serials] = []
    for piece in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
        one = _piece(piece[:120])
        if any(_overlap(one, other) for other in found):
            raise Unreadable("twice", piece)
        found.append(one)
    return tuple(found)


def normal(text: str) -> str:
    """Return a number as it is kept: capitals, Latin look-alikes, plain dashes, single spaces."""
    return _latin(text)


def has_look_alikes(text: str) -> bool:
    """Tell whether a text holds Cyrillic letters that are read as Latin ones; a lot's word not."""
    lot = LOT.fullmatch(text.strip())
    words = _RANGE.sub(" ", _flat(lot["name"] if lot else text))
    return words != words.translate(LOOK_ALIKE)


def _piece(piece: str) -> Serials:
    if lot := LOT.fullmatch(piece.strip()):
        return Serials(_latin(lot["name"])[:LONGEST], 0, 0, 0, "", piece, is_lot=True)
    start, *end = _RANGE.split(_flat(piece), maxsplit=1)
    first = _number(_latin(start), piece)
    if not end:
        number = int(first["digits"])
        return _made(first, number, number, piece)
    last = _number(_latin(end[0]), piece)
    if last["prefix"] not in ("", first["prefix"]) or last["suffix"] != first["suffix"]:
        raise Unreadable("two_prefixes", piece)
    return _made(first, int(first["digits"]), int(last["digits"]), piece)


def _made(parts: dict[str, str], first: int, last: int, piece: str) -> Serials:
    if last < first:
        raise Unreadable("backwards", piece)
    return Serials(
        parts["prefix"], first, last, len(parts["digits"]), parts["suffix"], piece.strip()
    )


def _number(text: str, piece: str) -> dict[str, str]:
    read_as = re.fullmatch(r"(?P<prefix>.*?)(?P<digits>\d{1,15})(?P<suffix>\D{0,20})", text)
    if read_as is None or len(read_as["prefix"]) > LONGEST:
        raise Unreadable("no_number", piece)
    return read_as.groupdict()


def _overlap(one: Serials, other: Serials) -> bool:
    same = (one.prefix, one.suffix, one.is_lot) == (other.prefix, other.suffix, other.is_lot)
    return same and one.first <= other.last and other.first <= one.last


def _flat(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(DASHES).upper()
    return re.sub(r"\s+", " ", plain.strip())


def _latin(text: str) -> str:
    return _flat(text).translate(LOOK_ALIKE)
