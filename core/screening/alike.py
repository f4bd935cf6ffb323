"""How alike two words of names are, and why: 1 is the same word, 0 has nothing in common."""

from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA, JaroWinkler

from core.screening.concepts import mistyped
from core.screening.short_names import initials_of, is_short_form
from core.screening.spelling import readings
from core.screening.tokens import Sort, Token


class How(StrEnum):
    """Why two words, or none, were put side by side."""

    EXACT = "exact"
    SPELLING = "spelling"
    SAME_NAME = "same_name"
    NICKNAME = "nickname"
    MEANING = "meaning"
    INITIAL = "initial"
    VOWELS = "vowels"
    SHORTENED = "shortened"
    TYPING = "typing"
    JOINED = "joined"
    ACRONYM = "acronym"
    CONFLICT = "conflict"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Likeness:
    """A figure between 0 and 1 and its reason."""

    score: float
    how: How


NOT_ALIKE = Likeness(0.0, How.CONFLICT)
_READ_OTHERWISE = 0.94
_MISTYPED_TRADE = 0.85
_SHORTEST_READING = 3
_AS_READ = 0.03
_SHORTEST_FOR_TYPING = 4
_MOST_EDITS = 0.34
_FIRST_LETTER = 0.06
_SHORTEST_BONES = 3
_VOWELS = 0.86
_SHORTEST_BEGINNING = 3
_BEGINS = 0.8
_OTHER_NAME = 0.68
_OTHER_FORM_OF_INITIAL = 0.8
_VOWEL_LETTERS = "aeiou"


def alike(left: Token, right: Token) -> Likeness:
    """Compare two words of names of persons or firms."""
    if left.latin == right.latin:
        return Likeness(1.0, How.EXACT)
    if Sort.INITIAL in (left.sort, right.sort):
        return _initial(left, right)
    if left.key == right.key:
        return Likeness(0.97, How.SPELLING)
    if left.meanings and right.meanings and not left.meanings & right.meanings:
        return NOT_ALIKE
    if _read_alike(left, right):
        return Likeness(_READ_OTHERWISE, How.SPELLING)
    return max(
        _known(left, right),
        _typing(left, right),
        _begins_alike(left, right),
        key=lambda found: found.score,
    )


def _read_alike(left: Token, right: Token) -> bool:
    """Tell whether one of the two is the other in the letters of another language."""
    return min(len(left.key), len(right.key)) >= _SHORTEST_READING and not readings(
        left.text
    ).isdisjoint(readings(right.text))


def _initial(left: Token, right: Token) -> Likeness:
    if left.latin[:1] == right.latin[:1] or left.key[:1] == right.key[:1]:
        return Likeness(0.85, How.INITIAL)
    if left.key[:1] in initials_of(right.key) or right.key[:1] in initials_of(left.key):
        return Likeness(_OTHER_FORM_OF_INITIAL, How.INITIAL)
    return NOT_ALIKE


def _known(left: Token, right: Token) -> Likeness:
    if is_short_form(left.key, right.key):
        return Likeness(0.88, How.NICKNAME)
    if left.meanings & right.meanings:
        return Likeness(0.95, How.MEANING)
    if left.same_name & right.same_name:
        return Likeness(0.92, How.SAME_NAME)
    if left.nicknames & right.nicknames:
        return Likeness(0.88, How.NICKNAME)
    if _mistyped(left, right) or _mistyped(right, left):
        return Likeness(_MISTYPED_TRADE, How.TYPING)
    return NOT_ALIKE


def _mistyped(known: Token, other: Token) -> bool:
    """Tell whether a word without a meaning is a slip in a word of trade of the other language."""
    return (
        bool(known.meanings) and not other.meanings and bool(known.meanings & mistyped(other.latin))
    )


def _typing(left: Token, right: Token) -> Likeness:
    """Measure by the edits between the keys or the Latin forms, whichever are fewer."""
    found = max(_edits(left.key, right.key), _edits(left.latin, right.latin))
    if not found:
        found = max(_edits_as_read(left, right), 0.0)
    best = Likeness(found, How.TYPING) if found > 0 else NOT_ALIKE
    if found < _VOWELS and _same_consonants(left, right):
        best = Likeness(_VOWELS, How.VOWELS)
    if _OTHER_NAME < best.score <= _VOWELS and left.same_name and right.same_name:
        # Both are names in their own right, and nobody says they are the same: Marko, Mirko.
        return Likeness(_OTHER_NAME, best.how)
    return best


def _edits_as_read(left: Token, right: Token) -> float:
    """Measure a slip in a word that stands in the letters of another language."""
    if abs(len(left.latin) - len(right.latin)) > max(len(left.latin), len(right.latin)) // 2:
        return 0.0
    sides = readings(left.text), readings(right.text)
    return max(_edits(a, b) for a in sides[0] for b in sides[1]) - _AS_READ


def _same_consonants(left: Token, right: Token) -> bool:
    bones = left.bones.lstrip(_VOWEL_LETTERS)
    return (
        len(bones) >= _SHORTEST_BONES
        and bones == right.bones.lstrip(_VOWEL_LETTERS)
        and (left.vowelless or right.vowelless or abs(len(left.latin) - len(right.latin)) <= 1)
    )


def _begins_alike(left: Token, right: Token) -> Likeness:
    """Find shortened names (Kate, Katherine): enough to look at, never enough to be sure."""
    short, long = sorted((left.key, right.key), key=len)
    if len(short) >= _SHORTEST_BEGINNING and long.startswith(short):
        return Likeness(0.7, How.SHORTENED)
    if len(short) >= _SHORTEST_BEGINNING and JaroWinkler.similarity(short, long) >= _BEGINS:
        return Likeness(0.6, How.SHORTENED)
    return NOT_ALIKE


def _edits(left: str, right: str) -> float:
    longest = max(len(left), len(right))
    if min(len(left), len(right)) < _SHORTEST_FOR_TYPING - 1 or longest < _SHORTEST_FOR_TYPING:
        return 0.0
    edits = OSA.distance(left, right)
    if edits / longest > _MOST_EDITS:
        return 0.0
    return 1.0 - edits / longest - (_FIRST_LETTER if left[0] != right[0] else 0.0)
