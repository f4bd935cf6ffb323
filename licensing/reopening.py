"""What an amendment reopens: only what it touches is asked again (design, 3).

Two declared texts are compared field by field; each changed field lies in one part. Whoever spoke
about a part that changed is asked again: a department whose subjects it is among, an officer's
note on a check that reads it, the screening of a party whose version is another. Everything else
stays. Elapsed days are no business of this page: nothing here takes them back.

Pure: two snapshots in, names out. Which department speaks of what is data
(`data/opinion_subjects.json`); one that the data do not know speaks of everything.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from licensing.diff import changes
from licensing.models import AttachmentKind
from licensing.snapshot import Snapshot

_FILE = Path(__file__).parent / "data" / "opinion_subjects.json"


class Part(StrEnum):
    """A part of the declared text that somebody judges as a whole."""

    FORM = "form"
    TITLE = "title"
    DESTINATION = "destination"
    CONTRACT = "contract"
    END_USE = "end_use"
    COMPANY = "company"
    LINES = "lines"
    PARTIES = "parties"
    CERTIFICATE = "certificate"
    PAPERS = "papers"


EVERYTHING = frozenset(Part)

#: Where the first word of a changed path lies. A word that is not here touches everything.
_PART_OF: dict[str, Part] = {
    **dict.fromkeys(("kind", "track", "act", "subject_kind", "under"), Part.FORM),
    **dict.fromkeys(("destination", "other_destinations", "origin", "transfer"), Part.DESTINATION),
    **dict.fromkeys(("contract_no", "contract_date", "incoterm", "contract_place"), Part.CONTRACT),
    **dict.fromkeys(("end_use_uk", "end_use_en"), Part.END_USE),
    "title": Part.TITLE,
    "company": Part.COMPANY,
    "lines": Part.LINES,
    "parties": Part.PARTIES,
    "certificate": Part.CERTIFICATE,
    "files": Part.PAPERS,
}
_FILES: dict[str, Part] = {
    AttachmentKind.CONTRACT.value: Part.CONTRACT,
    AttachmentKind.CERTIFICATE.value: Part.CERTIFICATE,
}

#: What each check reads. One that is not here reads everything.
READS: dict[str, frozenset[Part]] = {
    "standing": frozenset({Part.COMPANY}),
    "certificate": frozenset(
        {Part.FORM, Part.CERTIFICATE, Part.LINES, Part.PARTIES, Part.CONTRACT}
    ),
    "destination": frozenset({Part.DESTINATION, Part.PARTIES}),
    "screening": frozenset({Part.COMPANY, Part.PARTIES, Part.CERTIFICATE}),
    "names": frozenset({Part.LINES, Part.PARTIES, Part.CERTIFICATE}),
    "national_need": frozenset({Part.LINES}),
    "foreign_components": frozenset({Part.LINES}),
}


@dataclass(frozen=True, slots=True)
class Sorted:
    """Those asked again and those whose word stays, in the order given."""

    again: tuple[str, ...]
    stay: tuple[str, ...]


@cache
def subjects() -> dict[str, frozenset[Part]]:
    """Return what each department speaks of, as the data say."""
    kept: Mapping[str, list[str]] = json.loads(_FILE.read_text())["subjects"]
    return {code: frozenset(Part(one) for one in parts) for code, parts in kept.items()}


def touched(before: Snapshot, after: Snapshot) -> frozenset[Part]:
    """Return the parts in which two declared texts differ."""
    parts: set[Part] = set()
    for change in changes(before, after):
        parts |= part_of(change.path)
    return frozenset(parts)


def part_of(path: str) -> frozenset[Part]:
    """Return where a changed path of `licensing.diff` lies; an unknown one touches everything."""
    words = path.replace(".", " ").split(" ")
    if words[0] == "files" and len(words) > 1 and words[1] in _FILES:
        return frozenset({_FILES[words[1]]})
    known = _PART_OF.get(words[0])
    return EVERYTHING if known is None else frozenset({known})


def departments(codes: Iterable[str], parts: frozenset[Part]) -> Sorted:
    """Sort departments by whether an amendment of these parts touches their subject."""
    return _sort(codes, parts, subjects())


def checks(codes: Iterable[str], parts: frozenset[Part]) -> Sorted:
    """Sort checks by whether what was noted on them must be noted again."""
    return _sort(codes, parts, READS)


def _sort(
    codes: Iterable[str], parts: frozenset[Part], reads: Mapping[str, frozenset[Part]]
) -> Sorted:
    listed = tuple(codes)
    again = tuple(code for code in listed if parts & reads.get(code, EVERYTHING))
    return Sorted(again, tuple(code for code in listed if code not in again))
