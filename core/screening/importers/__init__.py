"""One importer for each format that publishers use; all give the same rows."""

from collections.abc import Callable, Iterator
from typing import IO

from core.screening.importers import eu, nsdc, ofac, plain, uk, un
from core.screening.importers.base import ListRefused, Name, Row, row_of
from core.screening.models import Format

Reader = Callable[[IO[bytes]], Iterator[tuple[int, Row]]]

READERS: dict[str, Reader] = {
    Format.UN_XML: un.read,
    Format.EU_XML: eu.read,
    Format.UK_XML: uk.read_xml,
    Format.UK_CSV: uk.read_csv,
    Format.OFAC_XML: ofac.read,
    Format.NSDC_JSON: nsdc.read,
    Format.CSV: plain.read,
}

__all__ = ["READERS", "ListRefused", "Name", "Row", "row_of"]
