"""The UK Sanctions List, XML and CSV (the single source of the United Kingdom since 28.01.2026)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import IO
from xml.etree.ElementTree import Element

from core.screening.importers.base import (
    FIRM,
    PERSON,
    VESSEL,
    Name,
    Row,
    checked,
    elements,
    names,
    text,
    texts,
)
from core.screening.importers.tables import rows_of

_KINDS = {"individual": PERSON, "entity": FIRM, "ship": VESSEL}
# Given names first: the publisher keeps the family name in Name6.
_ORDER = ("1", "2", "3", "4", "5", "6")


def read_xml(stream: IO[bytes]) -> Iterator[tuple[int, Row]]:
    """Yield (line, row) for every designation."""
    for line, element in elements(stream, "Designations", "Designation"):
        yield line, checked(_row(element), line)


def read_csv(stream: IO[bytes]) -> Iterator[tuple[int, Row]]:
    """Yield (line, row) for every designation; its names stand on consecutive lines."""
    pending: tuple[int, Row] | None = None
    needed = ("Unique ID", "Name 6", "Designation Type")
    for line, record in rows_of(stream, needed, skip_until="Unique ID"):
        row = _record(record)
        if pending and pending[1].key == row.key:
            pending = (pending[0], _merge(pending[1], row))
            continue
        if pending:
            yield pending[0], checked(pending[1], pending[0])
        pending = (line, row)
    if pending:
        yield pending[0], checked(pending[1], pending[0])


def _row(element: Element) -> Row:
    given = [
        names(
            " ".join(text(name, f"Name{number}") for number in _ORDER),
            weak="low" in text(name, "AliasStrength").casefold(),
        )
        for name in element.iterfind("Names/Name")
    ]
    return Row(
        key=text(element, "UniqueID"),
        schema=_KINDS.get(text(element, "IndividualEntityShip").casefold(), ""),
        names=(
            *(name for group in given for name in group),
            *names(*texts(element, "NonLatinNames/NonLatinName/NameNonLatinScript")),
        ),
        countries=texts(element, ".//Nationality") or texts(element, ".//AddressCountry"),
        birth=texts(element, ".//DOB"),
        identifiers=(*texts(element, ".//PassportNumber"), *texts(element, ".//IMONumber")),
        programme=text(element, "RegimeName"),
        listed_on=text(element, "DateDesignated"),
        note=text(element, "OtherInformation"),
    )


def _record(record: Mapping[str, str]) -> Row:
    whole = " ".join(record.get(f"Name {number}", "") for number in _ORDER)
    return Row(
        key=record["Unique ID"],
        schema=_KINDS.get(record["Designation Type"].casefold(), ""),
        names=(*names(whole), *names(record.get("Name non-latin script"))),
        countries=_some(record.get("Nationality(/ies)") or record.get("Address Country")),
        birth=_some(record.get("D.O.B")),
        identifiers=_some(record.get("Passport number") or record.get("IMO number")),
        programme=record.get("Regime Name", ""),
        listed_on=record.get("Date Designated", ""),
        note=record.get("Other Information", ""),
    )


def _some(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _merge(first: Row, other: Row) -> Row:
    """Return the designation with the names and data of one line more."""
    merged: tuple[Name, ...] = tuple(dict.fromkeys((*first.names, *other.names)))
    return replace(
        first,
        names=merged,
        countries=tuple(dict.fromkeys((*first.countries, *other.countries))),
        birth=tuple(dict.fromkeys((*first.birth, *other.birth))),
        identifiers=tuple(dict.fromkeys((*first.identifiers, *other.identifiers))),
    )
