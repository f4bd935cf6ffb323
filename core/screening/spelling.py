"""One spelling for many: Latin letters for any script, then a fold that forgets how it was spelt.

Ukraine changed its transliteration several times (the passports before 2010, Resolution 55 of
27.01.2010 since), the same person has a Russian form, and other states write as they please:
Зеленський is Zelenskyi, Zelensky, Zelenskiy, Selenskyj. `fold` maps all of them to one key.
"""

import re
from functools import lru_cache

import icu

# Letters for sounds, without regard to their place in the word: `fold` evens out the rest.
_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ie",
        "ё": "e", "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k",
        "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
        "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia", "ў": "u", "ј": "i",
        "љ": "li", "њ": "ni", "ђ": "dj", "ћ": "c", "џ": "dzh", "ѕ": "dz",
    }
)  # fmt: skip
# One column of Res. 55 that is not letter by letter: зг is zgh, so that it is not ж.
_CLUSTERS = (("зг", "zgh"), ("ьо", "io"), ("йо", "io"))

_FOLDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"[^a-z0-9]", ""),
        (r"(?<=[aeiou])(off|ow|ew|eff)$", "v"),
        (r"(off|ow)$", "ov"),
        (r"(eff|ew)$", "ev"),
        (r"wsk", "vsk"),
        (r"schtsch|shch|stsch|szcz", "S"),
        (r"tsch|tch", "C"),
        (r"sch|sh|sz", "S"),
        (r"cz|ch", "C"),
        (r"th", "t"),
        (r"dzh|dj(?=[aeiou])", "j"),
        (r"zh|rz(?=[aeiou])", "Z"),
        (r"kh|gh|h", "g"),
        (r"ph", "f"),
        (r"tz|ts|c(?=[eiy])", "c"),
        (r"x", "ks"),
        (r"ck|q|(?<![a-z])c(?![eiyC])|c(?=[aouklrtn]|$)", "k"),
        (r"w", "v"),
        (r"ff", "f"),
        (r"ou|oo", "u"),
        (r"(?<=[^aeiou])ue|^ue", "u"),
        (r"(?<=[^aeiou])oe|^oe", "o"),
        (r"(?<=[^aeiou])ae|^ae", "a"),
        (r"ee(?!$)", "i"),
        (r"[yji]+", "i"),
        (r"i(?=[ea])", ""),
        (r"(?<=[^aeiou])[ie]i?$", "i"),
        (r"ei$", "i"),
        (r"(.)\1+", r"\1"),
    )
)
_VOWELS = re.compile(r"(?<=.)[aeiou]")

# What letters sound like to those who do not read them as English, written as `fold` expects it:
# Choumeiko is a Frenchman's Shumeiko, Zwirkun a German's Tsvirkun.
_GERMAN = "schtsch:shch dsch:dzh tsch:ch sch:sh ch:kh tz:ts z:ts j:i w:v"
_READINGS: tuple[dict[str, str], ...] = tuple(
    dict(pair.split(":") for pair in rules.split())
    for rules in (
        _GERMAN,
        _GERMAN.replace(" sch:sh", " sch:zh"),
        "chtch:shch dj:dzh tch:ch ch:sh j:zh ou:u",
        "szcz:shch cz:ch sz:sh rz:zh ch:kh c:ts j:i w:v",
        "szcz:shch cz:ch sz:sh dz:dzh z:zh ch:kh c:ts j:i w:v",
    )
)
_LETTERS = tuple(
    re.compile("|".join(sorted(sounds, key=len, reverse=True))) for sounds in _READINGS
)
_MADE_LATIN = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f]")


@lru_cache(maxsize=1)
def _any_latin() -> icu.Transliterator:
    return icu.Transliterator.createInstance("Any-Latin; Latin-ASCII; Lower")


@lru_cache(maxsize=100_000)
def latin(word: str) -> str:
    """Return the word in small Latin letters without marks, whatever its script."""
    word = word.casefold()
    for cluster, letters in _CLUSTERS:
        word = word.replace(cluster, letters)
    word = word.translate(_CYRILLIC)
    return word if word.isascii() else str(_any_latin().transliterate(word))


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return the key that all spellings of a word share (best effort; never empty for a word)."""
    key = latin(word)
    for pattern, to in _FOLDS:
        key = pattern.sub(to, key)
    return key or latin(word)


@lru_cache(maxsize=100_000)
def readings(word: str) -> frozenset[str]:
    """Return the keys of a word as English, German, French and Polish eyes read its letters.

    A word of another script was not spelt by any of them and has its own key only.
    """
    if _MADE_LATIN.search(word):
        return frozenset({fold(word)})
    written = latin(word)
    pairs = zip(_LETTERS, _READINGS, strict=True)
    return frozenset({fold(word), *(fold(_heard(written, *one)) for one in pairs)})


def _heard(written: str, letters: re.Pattern[str], sounds: dict[str, str]) -> str:
    return letters.sub(lambda found: sounds[found.group()], written)


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """Return the first letter and the consonants of the fold: spellings differ in vowels."""
    return _VOWELS.sub("", fold(word))
