"""The list of specially designated nationals of the US Treasury (OFAC), sdn.xml."""

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from core.screening.importers.base import (
    AIRCRAFT,
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

_KINDS = {"Individual": PERSON, "Entity": FIRM, "Vessel": VESSEL, "Aircraft": AIRCRAFT}


def read(stream: IO[bytes]) -> Iterator[tuple[int, Row]]:
    """Yield (line, row) for every entry."""
    for line, element in elements(stream, "sdnList", "sdnEntry"):
        yield line, checked(_row(element), line)


def _row(element: Element) -> Row:
    return Row(
        key=text(element, "uid"),
        schema=_KINDS.get(text(element, "sdnType"), ""),
        names=(
            *names(f"{text(element, 'firstName')} {text(element, 'lastName')}"),
            *_aliases(element),
        ),
        countries=texts(element, "nationalityList/nationality/country")
        or texts(element, "addressList/address/country"),
        birth=texts(element, "dateOfBirthList/dateOfBirthItem/dateOfBirth"),
        identifiers=texts(element, "idList/id/idNumber"),
        programme=", ".join(texts(element, "programList/program")),
        note=text(element, "remarks"),
    )


def _aliases(element: Element) -> tuple[Name, ...]:
    found: list[Name] = []
    for alias in element.iterfind("akaList/aka"):
        weak = text(alias, "category") == "weak"
        whole = f"{text(alias, 'firstName')} {text(alias, 'lastName')}"
        found.extend(names(whole, weak=weak))
    return tuple(found)
