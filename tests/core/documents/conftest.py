"""Fonts for every test that prints, and ways to look into a PDF."""

from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from core.documents import fonts


@pytest.fixture(scope="session", autouse=True)
def _fonts_are_merged() -> None:
    fonts.prepare(Path(settings.NODE_MODULES), Path(settings.FONTS_ROOT))


def headings(document: pikepdf.Pdf) -> list[tuple[str, tuple[str, ...]]]:
    """Return each heading of the tag tree with the tags above it."""
    found: list[tuple[str, tuple[str, ...]]] = []
    _walk(document.Root.StructTreeRoot.K, (), found)
    return found


def _walk(node, above, found) -> None:
    if isinstance(node, pikepdf.Array):
        for child in node:
            _walk(child, above, found)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        tag = str(node.S)
        if tag in {"/H1", "/H2", "/H3", "/H4"}:
            found.append((tag, above))
        _walk(node.get("/K", pikepdf.Array()), (*above, tag), found)
