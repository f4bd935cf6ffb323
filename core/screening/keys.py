"""Keys of a name by which the database finds those worth comparing.

A key is stored for every name at import; a name is compared in full only with names that share
a key or look alike by trigrams. One letter says what a key is: `w` a word without its spelling,
`c` its consonants, `j` the whole name without spaces,
`a` an acronym.
"""

from collections.abc import Iterable, Sequence

from core.screening.spelling import fold, readings
from core.screening.tokens import Sort, Token, organisation_tokens, person_tokens

_LONGEST = 80
_SHORTEST_BONES = 3
_ACRONYM = range(3, 9)
_IDLE = (Sort.LEGAL, Sort.PARTICLE, Sort.INITIAL)


def keys_of(schema: str, name: str) -> list[str]:
    """Return the keys of a name of a person, a firm, or of what may be either."""
    kinds = _tokens_of(schema, name)
    found = {key[:_LONGEST] for tokens in kinds for key in _keys(tokens)}
    return sorted(found)


def folded(schema: str, name: str) -> str:
    """Return the whole name as keys of its words in order of the alphabet, for trigrams."""
    tokens = _tokens_of(schema, name)[0]
    return " ".join(sorted(token.key for token in tokens if token.sort not in _IDLE))[:500]


def _tokens_of(schema: str, name: str) -> list[Sequence[Token]]:
    if schema == "Person":
        return [person_tokens(name)]
    firm = organisation_tokens(name)
    if schema == "LegalEntity" and not _is_firm(firm):
        return [firm, person_tokens(name)]
    return [firm]


def _is_firm(tokens: Sequence[Token]) -> bool:
    """Tell whether the name says itself that it is no person's."""
    return any(token.sort in (Sort.LEGAL, Sort.GENERIC) for token in tokens)


def _keys(tokens: Sequence[Token]) -> Iterable[str]:
    said = [token for token in tokens if token.sort not in _IDLE]
    # Words of a trade are in too many names to find one by, unless there is nothing else.
    telling = [token for token in said if token.sort != Sort.GENERIC]
    for token in telling or said:
        yield from (f"w{key}" for key in readings(token.text))
        if len(token.bones) >= _SHORTEST_BONES:
            yield f"c{token.bones}"
    words = [token for token in tokens if token.sort != Sort.LEGAL]
    if words:
        yield f"j{fold(''.join(token.latin for token in words))}"
    yield from _acronyms(words)


def _acronyms(words: Sequence[Token]) -> Iterable[str]:
    if len(words) == 1 and len(words[0].latin) in _ACRONYM:
        yield f"a{words[0].latin}"
    for tokens in (words, [token for token in words if token.sort != Sort.PARTICLE]):
        if len(tokens) in _ACRONYM:
            yield f"a{''.join(token.latin[:1] for token in tokens)}"
