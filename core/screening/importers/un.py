"""The consolidated list of the United Nations Security Council, XML."""

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from core.screening.importers.base import (
    FIRM,
    PERSON,
    Name,
    Row,
    checked,
    elements,
    names,
    text,
    texts,
)

_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def read(stream: IO[bytes]) -> Iterator[tuple[int, Row]]:
    """Yield (line, row) for every individual and entity."""
    for line, element in elements(stream, "CONSOLIDATED_LIST", "INDIVIDUAL", "ENTITY"):
        yield line, checked(_row(element), line)


def _row(element: Element) -> Row:
    kind = element.tag
    return Row(
        key=text(element, "REFERENCE_NUMBER") or text(element, "DATAID"),
        schema=PERSON if kind == "INDIVIDUAL" else FIRM,
        names=(
            *names(" ".join(text(element, part) for part in _PARTS)),
            *names(text(element, "NAME_ORIGINAL_SCRIPT")),
            *_aliases(element, f"{kind}_ALIAS"),
        ),
        countries=texts(element, "NATIONALITY/VALUE") or texts(element, f"{kind}_ADDRESS/COUNTRY"),
        birth=texts(element, f"{kind}_DATE_OF_BIRTH/DATE")
        or texts(element, f"{kind}_DATE_OF_BIRTH/YEAR"),
        identifiers=texts(element, f"{kind}_DOCUMENT/NUMBER"),
        programme=text(element, "UN_LIST_TYPE"),
        listed_on=text(element, "LISTED_ON"),
        note=text(element, "COMMENTS1"),
    )


def _aliases(element: Element, tag: str) -> tuple[Name, ...]:
    found: list[Name] = []
    for alias in element.iterfind(tag):
        weak = text(alias, "QUALITY").casefold() == "low"
        found.extend(names(text(alias, "ALIAS_NAME"), weak=weak))
    return tuple(found)
