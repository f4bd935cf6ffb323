"""A plain CSV list: key, schema, name and, where known, aliases and the rest.

Several aliases, countries, dates and identifiers of one entry are separated by semicolons.
"""

from collections.abc import Iterator
from typing import IO

from core.screening.importers.base import Row, checked, names
from core.screening.importers.tables import rows_of


def read(stream: IO[bytes]) -> Iterator[tuple[int, Row]]:
    """Yield (line, row) for every entry."""
    for line, record in rows_of(stream, ("key", "schema", "name")):
        row = Row(
            key=record["key"],
            schema=record["schema"],
            names=(*names(record["name"]), *names(*_many(record, "aliases"))),
            countries=_many(record, "countries"),
            birth=_many(record, "birth"),
            identifiers=_many(record, "identifiers"),
            programme=record.get("programme", ""),
            listed_on=record.get("listed_on", ""),
            note=record.get("note", ""),
        )
        yield line, checked(row, line)


def _many(record: dict[str, str], column: str) -> tuple[str, ...]:
    found = (one.strip() for one in record.get(column, "").split(";"))
    return tuple(dict.fromkeys(one for one in found if one))
