"""The consolidated list of the European Union (Financial Sanctions Files, XML 1.1)."""

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from core.screening.importers.base import FIRM, PERSON, Name, Row, checked, elements, names, text


def read(stream: IO[bytes]) -> Iterator[tuple[int, Row]]:
    """Yield (line, row) for every sanctioned entity."""
    for line, element in elements(stream, "export", "sanctionEntity"):
        yield line, checked(_row(element), line)


def _row(element: Element) -> Row:
    subject = element.find("subjectType")
    regulation = element.find("regulation")
    person = subject is not None and subject.get("code") == "person"
    return Row(
        key=element.get("euReferenceNumber") or element.get("logicalId") or "",
        schema=PERSON if person else FIRM,
        names=tuple(name for alias in element.iterfind("nameAlias") for name in _name(alias)),
        countries=_values(element, "citizenship", "countryIso2Code")
        or _values(element, "address", "countryIso2Code"),
        birth=_values(element, "birthdate", "birthdate") or _values(element, "birthdate", "year"),
        identifiers=_values(element, "identification", "number"),
        programme=(regulation.get("programme") or "") if regulation is not None else "",
        listed_on=(regulation.get("publicationDate") or "") if regulation is not None else "",
        note=text(element, "remark"),
    )


def _name(alias: Element) -> tuple[Name, ...]:
    whole = alias.get("wholeName") or " ".join(
        alias.get(part) or "" for part in ("firstName", "middleName", "lastName")
    )
    return names(whole, weak=alias.get("strong") == "false")


def _values(element: Element, tag: str, attribute: str) -> tuple[str, ...]:
    found = (one.get(attribute) or "" for one in element.iterfind(tag))
    return tuple(dict.fromkeys(one for one in found if one not in ("", "00")))
