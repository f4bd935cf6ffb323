"""Finding an entry of the control list by its code or by words, Ukrainian or English.

Pure: it ranks the entries of one edition, which are few. Words match by their beginnings, so that
cases and plurals find each other («прицілу» – «прицільні»), and by everyday names.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from core.base.scripts import latin_code
from core.reference.models import ControlListEntry

WORDS = Path(__file__).parent / "data" / "control_words.json"
CODE = re.compile(r"(?:[MМ][LЛ])?\s*([0-9]{1,2})((?:[\s.]*[a-z0-9])*)", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+")
_SHORTEST_STEM = 4


def written_code(text: str) -> str:
    """Return a code as the list writes it: «мл 10с» → "ML10.c"; other text comes back trimmed."""
    plain = latin_code(text.strip())
    found = CODE.fullmatch(plain)
    if found is None:
        return plain
    parts = re.findall(r"[a-z]+|[0-9]+", found.group(2).lower())
    return ".".join([f"ML{int(found.group(1))}", *parts])


def rank(entries: Iterable[ControlListEntry], query: str) -> list[ControlListEntry]:
    """Return the entries that answer a query, the best first; codes before words."""
    code = written_code(query)
    exact = [entry for entry in entries if _begins(entry.code, code)]
    if exact:
        return exact
    words = _TOKEN.findall(query.casefold())
    scored = [(score, entry) for entry in entries if (score := _score(entry, words))]
    return [entry for _score, entry in sorted(scored, key=lambda one: (-one[0], one[1].position))]


def _begins(code: str, wanted: str) -> bool:
    return code == wanted or code.startswith(f"{wanted}.")


def _score(entry: ControlListEntry, words: list[str]) -> float:
    """Every word must be found; the title counts more than everyday words."""
    title = _TOKEN.findall(f"{entry.title_uk} {entry.title_en}".casefold())
    phrases = [phrase.casefold() for phrase in _everyday().get(entry.code, ())]
    everyday = _TOKEN.findall(" ".join(phrases))
    scores = [max(_best(word, title), 0.9 * _best(word, everyday)) for word in words]
    # «дрон» alone is a drone in the air before it is part of a «морський дрон».
    whole = 0.1 if " ".join(words) in phrases else 0
    return sum(scores) + whole if scores and all(scores) else 0


def _best(word: str, tokens: Iterable[str]) -> float:
    return max((_likeness(word, token) for token in tokens), default=0)


def _likeness(word: str, token: str) -> float:
    if word == token:
        return 1
    if min(len(word), len(token)) < _SHORTEST_STEM:
        return 0.9 if len(word) > 1 and token.startswith(word) else 0
    stem = max(_SHORTEST_STEM, min(len(word), len(token)) - 2)
    if word[:stem] == token[:stem]:
        return 0.8
    near = Levenshtein.distance(word, token[: len(word) + 1], score_cutoff=1) <= 1
    return 0.5 if near and len(word) > _SHORTEST_STEM else 0


@cache
def _everyday() -> Mapping[str, list[str]]:
    content: dict[str, dict[str, list[str]]] = json.loads(WORDS.read_text(encoding="utf-8"))
    return content["words"]
