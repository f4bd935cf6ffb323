"""`python -m config.catalogues` compiles the translations; the .mo files are not committed."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from config.env import ROOT


def compile_catalogue(source: Path) -> Path:
    """Compile one .po file beside itself; return the .mo file."""
    with source.open("rb") as text:
        catalogue = read_po(text)
    target = source.with_suffix(".mo")
    with target.open("wb") as binary:
        write_mo(binary, catalogue)
    return target


if __name__ == "__main__":
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        compile_catalogue(source)
