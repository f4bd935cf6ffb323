"""Letters that look alike in Cyrillic and Latin: what a sheet or a keyboard mixes up unseen.

A code typed with a Cyrillic «С» is not the code, and a name with one Latin letter in it is found
by nobody. Codes are put right; names are only shown with a warning, because «Motor Січ» is a name.
"""

import re

_CYRILLIC = "АВЕІКМНОРСТХУЈЅаеіорсухјѕԁ"
_LATIN = "ABEIKMHOPCTXYJSaeiopcyxjsd"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_WORD = re.compile(r"[^\W\d_]+")
_BOTH = (re.compile(r"[A-Za-z]"), re.compile(r"[Ѐ-ӿԀ-ԯ]"))


def latin_code(text: str) -> str:
    """Return a code with Cyrillic look-alikes written as the Latin letters they stand for."""
    return text.translate(_TO_LATIN)


def mixed_words(text: str) -> list[str]:
    """Return the words that hold Latin and Cyrillic letters at once, in their order."""
    return [word for word in _WORD.findall(text) if all(script.search(word) for script in _BOTH)]
