"""Ukrainian alphabetical order as plain text, for database servers built without ICU.

Every letter becomes two ASCII characters, so any collation sorts the keys alike. A company sorts
by the name between the quotation marks, not by its legal form: «Сиволіт Аеро» under С.
"""

import re
import unicodedata

_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_UKRAINIAN = {letter: f"b{chr(ord('0') + i)}" for i, letter in enumerate(_ALPHABET[:10])} | {
    letter: f"c{chr(ord('a') + i)}" for i, letter in enumerate(_ALPHABET[10:])
}
_MARKS = re.compile(r"[«»“”„\"'’ʼ`]")
_QUOTED = re.compile(r"[«“\"]([^»”\"]+)[»”\"]")


def sort_key(name: str, tie_breaker: str = "") -> str:
    """Return a text whose plain order is the Ukrainian alphabetical order of names."""
    quoted = _QUOTED.search(name)
    parts = (quoted.group(1) if quoted else name, name, tie_breaker)
    # "00" is below every letter and below the space, so a shorter name comes first.
    return "00".join("".join(map(_letter, part.casefold())) for part in parts)


def _letter(letter: str) -> str:
    if letter in _UKRAINIAN:
        return _UKRAINIAN[letter]
    if letter.isascii() and letter.isalpha():
        return f"d{letter}"
    if letter.isascii() and letter.isdigit():
        return f"a{letter}"
    return "01" if letter.isspace() else ""


def name_key(name: str) -> str:
    """Return a name folded for "is it there already": case, spaces and quotation marks aside."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(_MARKS.sub(" ", folded).split())[:400]
