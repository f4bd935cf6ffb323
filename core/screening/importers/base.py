"""What every importer gives: rows of one shape, or a refusal of the whole file with the line.

Files come from outside. They are read as a stream, without entities or document types, within
bounds of size; a file that is broken anywhere is refused everywhere.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext_lazy as _

from core.base import canonical
from core.base.errors import InvalidInput

MOST_BYTES = 256 * 1024 * 1024
MOST_ROWS = 500_000
MOST_NAMES = 300
LONGEST_NAME = 500
LONGEST_KEY = 120
_LONGEST_LINE = 1024 * 1024

PERSON, FIRM, VESSEL, AIRCRAFT = "Person", "Organization", "Vessel", "Airplane"
SCHEMAS = frozenset({PERSON, FIRM, "Company", VESSEL, AIRCRAFT, "LegalEntity"})


class ListRefused(InvalidInput):
    """The file is not a list of its kind; nothing of it was taken."""

    def __init__(self, line: int, why: object) -> None:
        super().__init__(
            "list_refused",
            _("The file was refused whole. Line %(line)s: %(why)s"),
            field="file",
            line=line,
            why=why,
        )


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an entry; a weak one is an alias that the publisher itself doubts."""

    text: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list in the words of all lists."""

    key: str
    schema: str
    names: tuple[Name, ...]
    countries: tuple[str, ...] = ()
    birth: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    programme: str = ""
    listed_on: str = ""
    note: str = ""

    def content(self) -> dict[str, Any]:
        """Return the row as plain data."""
        return asdict(self)

    def digest(self) -> str:
        """Return the digest that names this version of the entry."""
        return canonical.digest(canonical.dumps(self.content()))


def row_of(content: dict[str, Any]) -> Row:
    """Return the row that this plain data was made from."""
    names = tuple(Name(**name) for name in content["names"])
    lists = {key: tuple(content[key]) for key in ("countries", "birth", "identifiers")}
    return Row(**{**content, **lists, "names": names})


def checked(row: Row, line: int) -> Row:
    """Return the row; raise ListRefused when it has no key, no name or a strange kind."""
    if not row.key or len(row.key) > LONGEST_KEY:
        raise ListRefused(line, _("an entry has no identifier"))
    if not row.names:
        raise ListRefused(line, _("an entry has no name"))
    if len(row.names) > MOST_NAMES or any(len(name.text) > LONGEST_NAME for name in row.names):
        raise ListRefused(line, _("an entry has too many or too long names"))
    if row.schema not in SCHEMAS:
        raise ListRefused(line, _("an entry is of an unknown kind"))
    return row


def names(*found: str | None, weak: bool = False) -> tuple[Name, ...]:
    """Return the names that are not empty, spaces evened out, each once."""
    tidy = (" ".join((name or "").split()) for name in found)
    return tuple(Name(name, weak) for name in dict.fromkeys(tidy) if name)


def lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield (number, bytes) line by line; an endless line comes in pieces, a huge file refuses."""
    number, read = 1, 0
    while piece := stream.readline(_LONGEST_LINE):
        read += len(piece)
        if read > MOST_BYTES:
            raise ListRefused(number, _("the file is larger than a list can be"))
        yield number, piece
        number += piece.endswith(b"\n")


def elements(stream: IO[bytes], root: str, *wanted: str) -> Iterator[tuple[int, Element]]:
    """Yield (line, element) for each wanted element below `root`, emptied after use.

    Namespaces are dropped. Raises ListRefused for broken, truncated or entity-expanding XML and
    for a file with another root.
    """
    line, depth = 1, 0
    try:
        for line, event, element in _events(stream):
            name = element.tag.rpartition("}")[2]
            if event == "start":
                depth += 1
                if depth == 1 and name != root:
                    raise ListRefused(line, _("this is not a list of this kind"))
                continue
            # Not before its end: the builder compares the tags.
            element.tag = name
            if name in wanted:
                yield line, element
                element.clear()
    except ParseError as error:
        raise ListRefused(error.position[0], _("broken or cut off XML")) from error
    except DefusedXmlException as error:
        raise ListRefused(line, _("entities and document types are not accepted")) from error


def _events(stream: IO[bytes]) -> Iterator[tuple[int, str, Element]]:
    # The stdlib has no public way to a hardened parser that is fed piece by piece.
    parser: Any = XMLPullParser(
        ("start", "end"),
        _parser=DefusedXMLParser(forbid_dtd=True, forbid_entities=True, forbid_external=True),
    )
    for line, piece in lines(stream):
        parser.feed(piece)
        for event, element in parser.read_events():
            yield line, event, element
    parser.close()


def text(element: Element, path: str) -> str:
    """Return the text at a path below the element, "" when there is none."""
    found = element.find(path)
    return (found.text or "").strip() if found is not None else ""


def texts(element: Element, path: str) -> tuple[str, ...]:
    """Return all texts at a path below the element that are not empty, each once."""
    found = ((one.text or "").strip() for one in element.iterfind(path))
    return tuple(dict.fromkeys(one for one in found if one))
