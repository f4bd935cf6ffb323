"""How a name is looked for: one plain key for every spelling, Ukrainian or Latin.

«Сиволіт», "Syvolit" and "Sivolit" have the same key, so the database compares keys only and its
trigrams forgive what remains: a typing error, a missing letter. Pure; nothing here reads a row.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.base.numbers import Kind as Series
from licensing.snapshot import Snapshot

# Letters that the transliterations in use write differently fall together on purpose.
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "h", "д": "d", "е": "e", "є": "ie", "ё": "e",
    "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ы": "i", "э": "e", "ю": "iu", "я": "ia",
    "ь": "", "ъ": "", "y": "i", "j": "i", "w": "v", "g": "h", "q": "k", "x": "ks",
    "ø": "o", "æ": "ae", "ß": "ss", "ł": "l", "đ": "d",
}  # fmt: skip
_TABLE = str.maketrans(_LATIN)
_APOSTROPHES = re.compile(r"['’ʼ`]")
_RUNS = ((re.compile(r"kh"), "h"), (re.compile(r"ii+"), "i"))
_WORDS = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"(?:([A-Za-z]{2})[\s–-]*)?(?:(\d{4})[\s–-]+)?(\d{1,6})(?:-\d\d)?")
YEARS_BACK = 4


class TermKind(StrEnum):
    """What kind of thing a name belongs to."""

    COMPANY = "company"
    PARTY = "party"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A name under which a case is found."""

    kind: str
    key: str
    label_uk: str
    label_en: str


def key_of(text: str) -> str:
    """Return the plain key of a name: Latin letters and digits, words apart by one space."""
    plain = _APOSTROPHES.sub("", text.casefold()).translate(_TABLE)
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    for run, letter in _RUNS:
        bare = run.sub(letter, bare)
    return " ".join(_WORDS.findall(bare))


def terms_of(content: Snapshot) -> list[Term]:
    """Return every name in a declared text, each once, in a steady order."""
    company = content.company
    found = {_term(TermKind.COMPANY, company.name_uk, company.name_en, company.edrpou)}
    found |= {
        _term(TermKind.PARTY, party.name_uk, party.name_en, party.register_no)
        for party in content.parties
    }
    found |= {
        _term(TermKind.PRODUCT, line.name_uk, line.name_en, line.control_code)
        for line in content.lines
    }
    return sorted({(term.kind, term.key): term for term in found if term.key}.values())


def numbers_like(text: str, series: Series, today: date) -> list[str]:
    """Return the printed numbers that a person may mean: whole, or the digits of late years."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return []
    letters, year, digits = match.groups()
    if letters and letters.upper() != series.value:
        return []
    years = [int(year)] if year else range(today.year, today.year - YEARS_BACK, -1)
    return [f"{series.value}-{one}-{int(digits):05d}" for one in years]


def _term(kind: TermKind, name_uk: str, name_en: str, code: str) -> Term:
    return Term(kind.value, key_of(f"{name_uk} {name_en} {code}"), name_uk, name_en)
