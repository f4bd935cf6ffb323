"""Names cut into words, each with everything that is known about it.

The knowledge of names (which given names belong together in which languages, nicknames, legal
forms, words of business) is that of the `rigour` library; the spelling is ours.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from rigour.names import (
    Name,
    NamePartTag,
    NameTypeTag,
    SymbolCategory,
    analyze_names,
    remove_obj_prefixes,
)

from core.screening.abbreviations import write_out
from core.screening.concepts import concept, is_telling
from core.screening.legal_forms import OWN_CODES, rewrite_legal_forms
from core.screening.spelling import fold, latin, skeleton

LONGEST = 500
_INITIALS = re.compile(r"\b(\w)\.\s?(?=\w)")
# A capital tells where a word begins when the space slipped by one letter: "Efi mTkach".
_SPACE_EARLY = re.compile(r"(?<=[a-zа-яієїґ]) ([a-zа-яієїґ])(?=[A-ZА-ЯІЄЇҐ][a-zа-яієїґ])")
_SPACE_LATE = re.compile(r"(?<=[a-zа-яієїґ])([A-ZА-ЯІЄЇҐ]) (?=[a-zа-яієїґ]{2})")
_SEPARATORS = re.compile(r"[‐-―_/,;|«»“”„\"()\[\]]+")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_EAST_ASIAN_PERSON = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]{2,4}")
_VOWELLESS = re.compile(r"[\u0590-\u06ff]")
# The l of the article is spoken as the letter behind it: Abdurrahman is Abdul Rahman.
_ABDUL = re.compile(r"\babdu([rsnzdt])(?=\1)", re.IGNORECASE)
# The servant of: written apart from the attribute of God in Arabic, as one word elsewhere.
_SERVANT_OF = re.compile(r"\bعبد\s+(?=ال)")
_ARTICLE = re.compile(r"\bال(?=\w{3})")
# How Koreans write their family names in Latin letters, against the state's own rules.
_KOREAN = {"gim": "kim", "i": "lee", "bag": "park", "bak": "park", "choe": "choi", "jeong": "jung"}

_PARTICLES = """
al el ul il as ad ar an ash az bin ibn ben bint abu abd von van der den de del della da di do dos
das la le y e und of the and for to in at on i ta і та и zu zum ter ten af av
"""
PARTICLES = frozenset(_PARTICLES.split())
_PERSON_SYMBOLS = {SymbolCategory.NAME, SymbolCategory.NICK}
_BUSINESS_SYMBOLS = {SymbolCategory.SYMBOL, SymbolCategory.DOMAIN}


class Sort(StrEnum):
    """What a word of a name is for."""

    CORE = "core"
    INITIAL = "initial"
    PARTICLE = "particle"
    GENERIC = "generic"
    PLACE = "place"
    NUMBER = "number"
    LEGAL = "legal"
    SUFFIX = "suffix"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a name: as written, in Latin letters, as a key of its spellings."""

    text: str
    latin: str
    key: str
    bones: str
    sort: Sort = Sort.CORE
    #: Written in a script that leaves vowels out (Arabic, Hebrew).
    vowelless: bool = False
    #: Identifiers shared by forms of the same name or word, in any language.
    same_name: frozenset[str] = field(default_factory=frozenset)
    nicknames: frozenset[str] = field(default_factory=frozenset)
    meanings: frozenset[str] = field(default_factory=frozenset)


@lru_cache(maxsize=20_000)
def person_tokens(name: str) -> tuple[Token, ...]:
    """Return the words of a person's name, honorifics dropped, initials apart."""
    tidy = _tidy(name)
    if _EAST_ASIAN_PERSON.fullmatch(tidy):
        return _tokens(_family_first(tidy), NameTypeTag.PER)
    tidy = _SPACE_LATE.sub(r" \1", _SPACE_EARLY.sub(r"\1 ", tidy))
    spaced = _INITIALS.sub(r"\1 ", tidy)
    return _tokens(_arabic(_space_scripts(spaced)), NameTypeTag.PER)


@lru_cache(maxsize=20_000)
def organisation_tokens(name: str) -> tuple[Token, ...]:
    """Return the words of a firm's name, its legal forms as one word each."""
    plain = remove_obj_prefixes(name[:LONGEST])
    spaced = _space_scripts(_tidy(plain))
    return _tokens(write_out(rewrite_legal_forms(spaced)), NameTypeTag.ORG)


def _tidy(name: str) -> str:
    return " ".join(_SEPARATORS.sub(" ", name[:LONGEST]).split())


def _space_scripts(name: str) -> str:
    """Write Han, kana and hangul as Latin syllables: such names have no spaces to cut at."""
    return latin(name) if _EAST_ASIAN.search(name) else name


def _family_first(name: str) -> str:
    """Write a Chinese or Korean name as family name and given name in Latin letters."""
    family = latin(name[0]).strip()
    given = "".join(letter for letter in latin(name[1:]) if letter.isalpha())
    return f"{_KOREAN.get(family, family)} {given}"


def _arabic(name: str) -> str:
    return _ABDUL.sub("abdul", _ARTICLE.sub("", _SERVANT_OF.sub("عبد", name)))


def _tokens(name: str, kind: NameTypeTag) -> tuple[Token, ...]:
    analysed = analyze_names(kind, [name], infer_initials=True, phonetics=False)
    for one in analysed:
        return tuple(_every_token(one, kind))
    return ()


def _every_token(name: Name, kind: NameTypeTag) -> list[Token]:
    marks: dict[int, dict[SymbolCategory, set[str]]] = defaultdict(lambda: defaultdict(set))
    for span in name.spans:
        if len(span.parts) == 1:
            marks[span.parts[0].index][span.symbol.category].add(span.symbol.id)
    tokens = [_token(part, marks[part.index], kind) for part in name.parts]
    if kind == NameTypeTag.PER and tokens and tokens[-1].sort == Sort.PARTICLE:
        # "Kim Jong Il": a name ends with a name.
        tokens[-1] = replace(tokens[-1], sort=Sort.CORE)
    return tokens


def _token(part: object, marks: dict[SymbolCategory, set[str]], kind: NameTypeTag) -> Token:
    form: str = part.form  # type: ignore[attr-defined]
    written = latin(form)
    sort = (
        _person_sort(written, marks)
        if kind == NameTypeTag.PER
        else _firm_sort(written, part.tag, marks)  # type: ignore[attr-defined]
    )
    return Token(
        text=form,
        latin=written,
        key=fold(form),
        bones=skeleton(form),
        sort=sort,
        vowelless=bool(_VOWELLESS.search(form)),
        same_name=frozenset(marks[SymbolCategory.NAME]),
        nicknames=frozenset(marks[SymbolCategory.NICK]),
        meanings=frozenset(
            f"{category.value}:{one}"
            for category, found in marks.items()
            if category not in _PERSON_SYMBOLS
            for one in found
        )
        | concept(written),
    )


def _person_sort(written: str, marks: dict[SymbolCategory, set[str]]) -> Sort:
    if len(written) == 1:
        return Sort.INITIAL
    if written in PARTICLES:
        return Sort.PARTICLE
    if marks[SymbolCategory.SYMBOL]:
        return Sort.SUFFIX
    return Sort.CORE


def _firm_sort(written: str, tag: NamePartTag, marks: dict[SymbolCategory, set[str]]) -> Sort:
    if tag == NamePartTag.LEGAL or marks[SymbolCategory.ORG_CLASS] or written in OWN_CODES:
        return Sort.LEGAL
    if written.isdigit() or marks[SymbolCategory.NUMERIC]:
        return Sort.NUMBER
    if tag == NamePartTag.STOP or written in PARTICLES:
        return Sort.PARTICLE
    return _trade_sort(written, marks)


def _trade_sort(written: str, marks: dict[SymbolCategory, set[str]]) -> Sort:
    if marks[SymbolCategory.LOCATION]:
        return Sort.PLACE
    if is_telling(concept(written)):
        return Sort.CORE
    if concept(written) or any(marks[category] for category in _BUSINESS_SYMBOLS):
        return Sort.GENERIC
    return Sort.CORE
