"""Names: a word of two alphabets reads as another name, to a person and to a list alike.

A Latin “a” in a Cyrillic word hides a party from screening and from every later search.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from licensing.checks.base import CheckResult, Reason, attention, clear
from licensing.models import PartyRole
from licensing.snapshot import Snapshot

CODE = "names"
_ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK"})


def check_names(content: Snapshot, at: date) -> CheckResult:
    """Point at words of parties, signatory and goods that mix alphabets."""
    found = [
        attention("names.mixed", section, word=word, name=name)
        for section, name in _named(content)
        for word in mixed_words(name)
    ]
    reasons: tuple[Reason, ...] = tuple(found) or (clear("names.clear"),)
    return CheckResult(CODE, reasons, {"on": at.isoformat()})


def mixed_words(name: str) -> list[str]:
    """Return the words with letters of more than one alphabet; "С-4N" is two words, and fine."""
    words = re.findall(r"[^\W\d_]{2,}", name)
    return [word for word in words if len({_alphabet(sign) for sign in word} & _ALPHABETS) > 1]


def _alphabet(sign: str) -> str:
    return unicodedata.name(sign, "").split(" ")[0]


def _named(content: Snapshot) -> Iterator[tuple[str, str]]:
    for party in content.parties:
        section = "end_user" if party.role == PartyRole.END_USER else "parties"
        yield section, party.name_uk
        yield section, party.name_en
    if content.certificate:
        yield "certificate", content.certificate.signatory_name
    for line in content.lines:
        yield "lines", line.name_uk
        yield "lines", line.name_en
