import shutil
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from core.documents import fonts, glyphs


def test_merged_faces_cover_ukrainian_and_european_names(tmp_path: Path) -> None:
    assert fonts.prepare(Path(settings.NODE_MODULES), tmp_path)
    for face in fonts.FACES:
        signs = TTFont(tmp_path / face.file_name).getBestCmap()
        assert {ord(c) for c in "АҐЄІЇґєії№’«»—− \u00a0AZŁŞőñ0123456789×"} <= set(signs)


def test_preparing_again_changes_nothing_and_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    fonts.prepare(Path(settings.NODE_MODULES), first)
    fonts.prepare(Path(settings.NODE_MODULES), second)
    assert not fonts.prepare(Path(settings.NODE_MODULES), first)
    for face in fonts.FACES:
        assert (first / face.file_name).read_bytes() == (second / face.file_name).read_bytes()


def test_a_lost_file_is_made_again(tmp_path: Path) -> None:
    fonts.prepare(Path(settings.NODE_MODULES), tmp_path)
    (tmp_path / fonts.FACES[0].file_name).unlink()
    assert not fonts.is_ready(tmp_path)
    assert fonts.prepare(Path(settings.NODE_MODULES), tmp_path)
    assert fonts.is_ready(tmp_path)


def test_missing_packages_are_named(tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "node_modules", ignore_errors=True)
    with pytest.raises(FileNotFoundError, match="ibm-plex-sans-latin-400"):
        fonts.prepare(tmp_path / "node_modules", tmp_path / "fonts")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("звичайний текст", "звичайний текст"),
        ("дефіс\u2010і\u2011дефіс", "дефіс-і-дефіс"),
        ("10\u202f000", "10\u00a0000"),
        ("и\u0306", "й"),
        ("сім’я і сімʼя", "сім’я і сім’я"),
        ("中 ≤ 5", "[U+4E2D] [U+2264] 5"),
        ("abc\u202egpj.exe", "abc[U+202E]gpj.exe"),
        ("два\nрядки\tі таб", "два\nрядки і таб"),
        ("nul\x00here", "nul[U+0000]here"),
    ],
)
def test_only_printable_signs_reach_the_page(written: str, shown: str) -> None:
    assert glyphs.printable({"a": [written, 7, None]}) == {"a": [shown, 7, None]}
