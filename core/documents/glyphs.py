"""Text that the fonts of the page can really print.

A character without a glyph would silently pull in a font of the host: other machines would then
print other bytes. So look-alikes take the place of a few signs, and the rest is shown by its code
("[U+4E2D]"); the attached record keeps the text as it was written.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from fontTools.ttLib import TTFont

from core.documents import fonts

HYPHEN, NO_BREAK_SPACE = "-", "\u00a0"
LOOK_ALIKES = str.maketrans(
    {
        "\u2010": HYPHEN,
        "\u2011": HYPHEN,
        "\u202f": NO_BREAK_SPACE,
        "\u2007": NO_BREAK_SPACE,
        "\u2009": NO_BREAK_SPACE,
        "\u02bc": "\u2019",
        "\t": " ",
        "\r": " ",
        "\ufeff": "",
    }
)
LAYOUT = frozenset("\n")


@cache
def covered() -> frozenset[int]:
    """Return the code points that every face of the page has."""
    faces = (TTFont(Path(settings.FONTS_ROOT) / face.file_name, lazy=True) for face in fonts.FACES)
    return frozenset.intersection(*(frozenset(font.getBestCmap() or {}) for font in faces))


def printable(value: Any) -> Any:
    """Return a record with every text in it reduced to printable characters."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [printable(item) for item in value]
    return value


def _text(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    plain = unicodedata.normalize("NFC", text).translate(LOOK_ALIKES)
    return "".join(map(_sign, plain))


def _sign(sign: str) -> str:
    return sign if ord(sign) in covered() or sign in LAYOUT else f"[U+{ord(sign):04X}]"
