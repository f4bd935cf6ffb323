"""IBM Plex for paper: the web subsets merged into four static TrueType files at set-up.

The packages ship one file per alphabet. A PDF needs one file per weight: merged files are faster to
lay out with, and a glyph that is missing would pull in a font of the host and change the bytes.
"""

import hashlib
import json
import os
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont

SUBSETS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
MANIFEST = "fonts.json"
# Instructions for screens; the alphabets carry different programs and print uses none.
HINTING = ["fpgm", "prep", "cvt ", "gasp", "STAT"]
# Seconds since 1904 of 2026-01-01: a fixed date, so that the same packages give the same file.
FIXED_DATE = 3_849_984_000


class Face(NamedTuple):
    """One font file of the printed page."""

    family: str
    weight: int

    @property
    def file_name(self) -> str:
        """Return the name of the merged file, "plex-sans-400.ttf"."""
        return f"plex-{self.family}-{self.weight}.ttf"

    def sources(self, packages: Path) -> list[Path]:
        """Return the web subsets of this face under `node_modules`."""
        folder = packages / "@fontsource" / f"ibm-plex-{self.family}" / "files"
        stem = f"ibm-plex-{self.family}"
        return [folder / f"{stem}-{subset}-{self.weight}-normal.woff2" for subset in SUBSETS]


FACES = tuple(Face(family, weight) for family in ("sans", "serif") for weight in (400, 600))


def prepare(packages: Path, target: Path) -> bool:
    """Merge the fonts from `packages` (node_modules) into `target`; safe to run again.

    Returns False when the files there already come from these packages. Raises FileNotFoundError
    naming the first subset that is missing.
    """
    wanted = _source_digest(packages)
    if is_ready(target) and _manifest(target).get("sources") == wanted:
        return False
    target.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        _write_whole(target / face.file_name, _merge(face.sources(packages)))
    _write_whole(target / MANIFEST, json.dumps({"sources": wanted}).encode())
    return True


def is_ready(target: Path) -> bool:
    """Tell whether all four faces and their manifest are in place."""
    return all((target / name).is_file() for name in (*(f.file_name for f in FACES), MANIFEST))


def _manifest(target: Path) -> dict[str, str]:
    content: dict[str, str] = json.loads((target / MANIFEST).read_text())
    return content


def _source_digest(packages: Path) -> str:
    seen = hashlib.sha256(version("fonttools").encode())
    for face in FACES:
        for path in face.sources(packages):
            seen.update(hashlib.sha256(path.read_bytes()).digest())
    return seen.hexdigest()


def _merge(sources: list[Path]) -> bytes:
    plain = [BytesIO(_as_truetype(path)) for path in sources]
    merged = Merger(options=Options(drop_tables=HINTING)).merge(plain)
    merged.recalcTimestamp = False
    merged["head"].created = merged["head"].modified = FIXED_DATE
    return _saved(merged)


def _as_truetype(path: Path) -> bytes:
    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None
    return _saved(font)


def _saved(font: TTFont) -> bytes:
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _write_whole(path: Path, content: bytes) -> None:
    partial = path.with_suffix(f".{os.getpid()}.part")
    partial.write_bytes(content)
    partial.replace(path)
