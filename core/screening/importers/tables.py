"""CSV from outside, row by row with its line, refused whole when a row is broken."""

import csv
from collections.abc import Iterator, Sequence
from typing import IO

from django.utils.translation import gettext_lazy as _

from core.screening.importers.base import ListRefused, lines

_HEADING_WITHIN = 10


def rows_of(
    stream: IO[bytes], needed: Sequence[str], skip_until: str = ""
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, row by column name). `skip_until` names a column of the true heading.

    Raises ListRefused for a missing column, a row of another length, bytes that are not UTF-8.
    """
    reader = csv.reader(_text(stream), strict=True)
    try:
        heading = _heading(reader, skip_until)
        missing = [name for name in needed if name not in heading]
        if missing:
            raise ListRefused(1, _("the column “%s” is missing") % missing[0])
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(heading):
                raise ListRefused(reader.line_num, _("the row is cut off or has too many cells"))
            tidy = (cell.strip() for cell in cells)
            yield reader.line_num, dict(zip(heading, tidy, strict=True))
    except csv.Error as error:
        raise ListRefused(reader.line_num, _("broken or cut off CSV")) from error


def _heading(reader: Iterator[list[str]], skip_until: str) -> list[str]:
    for position, cells in enumerate(reader):
        names = [cell.strip() for cell in cells]
        if not skip_until or skip_until in names:
            return names
        if position > _HEADING_WITHIN:
            break
    return []


def _text(stream: IO[bytes]) -> Iterator[str]:
    for number, piece in lines(stream):
        try:
            decoded = piece.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise ListRefused(number, _("the text is not UTF-8")) from error
        if "\0" in decoded:
            raise ListRefused(number, _("the text holds bytes that no list has"))
        yield decoded
