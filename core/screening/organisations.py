"""Two names of firms, bodies or vessels: what distinguishes them decides."""

from collections.abc import Sequence

from core.screening.alike import How, alike
from core.screening.persons import NOTHING, Part, Verdict, pair
from core.screening.spelling import fold
from core.screening.tokens import Sort, Token

_WEIGHT = {
    Sort.CORE: 1.0,
    Sort.PLACE: 0.6,
    Sort.GENERIC: 0.4,
    Sort.NUMBER: 0.6,
    Sort.PARTICLE: 0.0,
    Sort.LEGAL: 0.0,
}
_OTHER_FORM = 0.95
_OTHER_NUMBER = 0.62
_NUMBER_ON_ONE_SIDE = 0.82
_CONFLICT = 0.82
_MILD = 0.9
_SHORTEST_ACRONYM = 3


def compare_organisations(left: Sequence[Token], right: Sequence[Token]) -> Verdict:
    """Compare two names of firms; a number that differs is another plant, ship or unit."""
    if not left or not right:
        return NOTHING
    best = max(
        _word_by_word(left, right),
        _written_together(left, right),
        _acronym(left, right),
        _acronym(right, left),
        key=lambda verdict: verdict.score,
    )
    score = best.score * _legal_forms(left, right) * _numbers(left, right)
    return Verdict(score, best.parts)


def _words(tokens: Sequence[Token]) -> list[Token]:
    """Return what the name says without its legal form; the form when there is nothing else."""
    said = [token for token in tokens if token.sort not in (Sort.LEGAL, Sort.PARTICLE)]
    return said or list(tokens)


def _word_by_word(left: Sequence[Token], right: Sequence[Token]) -> Verdict:
    lefts, rights = _words(left), _words(right)
    pairing = pair(lefts, rights, _WEIGHT)
    weights = [max(weight, 0.2) for weight in pairing.weights]
    agreed = 2 * sum(p.score * w for p, w in zip(pairing.parts, weights, strict=True))
    whole = 2 * sum(weights) + _weigh(pairing.left) + _weigh(pairing.right)
    score = agreed / whole if whole else 0.0
    score = min(score, 0.25 + 0.75 * min((p.score for p in pairing.parts), default=0.0))
    if pairing.left and pairing.right:
        score *= _CONFLICT if _distinct(pairing.left) and _distinct(pairing.right) else _MILD
    extras = [Part(token.text, "", 0.0, How.EXTRA) for token in pairing.left]
    extras += [Part("", token.text, 0.0, How.EXTRA) for token in pairing.right]
    return Verdict(score, (*pairing.parts, *extras))


def _weigh(tokens: Sequence[Token]) -> float:
    return sum(_WEIGHT.get(token.sort, 1.0) for token in tokens)


def _distinct(tokens: Sequence[Token]) -> bool:
    return any(token.sort in (Sort.CORE, Sort.PLACE) for token in tokens)


def _written_together(left: Sequence[Token], right: Sequence[Token]) -> Verdict:
    """Compare without the spaces: Rosoboron export, Rosoboronexport."""
    lefts = "".join(token.latin for token in _words(left))
    rights = "".join(token.latin for token in _words(right))
    if len(_words(left)) == len(_words(right)) or min(len(lefts), len(rights)) < 5:
        return NOTHING
    whole = Token(lefts, lefts, fold(lefts), "")
    found = alike(whole, Token(rights, rights, fold(rights), ""))
    if found.score < 0.92:
        return NOTHING
    return Verdict(found.score * 0.98, (Part(lefts, rights, found.score, How.JOINED),))


def _acronym(short: Sequence[Token], long: Sequence[Token]) -> Verdict:
    """Find the initials of a long name written as one word."""
    words = [token for token in short if token.sort != Sort.LEGAL]
    if len(words) != 1 or not _SHORTEST_ACRONYM <= len(words[0].latin) <= 8:
        return NOTHING
    said = [token for token in long if token.sort != Sort.LEGAL]
    without = [token for token in said if token.sort != Sort.PARTICLE]
    for tokens in (said, without):
        if "".join(token.latin[:1] for token in tokens) == words[0].latin:
            together = " ".join(token.text for token in tokens)
            return Verdict(0.84, (Part(words[0].text, together, 0.84, How.ACRONYM),))
    return NOTHING


def _legal_forms(left: Sequence[Token], right: Sequence[Token]) -> float:
    lefts = _meanings(left, Sort.LEGAL)
    rights = _meanings(right, Sort.LEGAL)
    return _OTHER_FORM if lefts and rights and not lefts & rights else 1.0


def _numbers(left: Sequence[Token], right: Sequence[Token]) -> float:
    lefts = _meanings(left, Sort.NUMBER)
    rights = _meanings(right, Sort.NUMBER)
    if lefts == rights or lefts & rights:
        return 1.0
    return _OTHER_NUMBER if lefts and rights else _NUMBER_ON_ONE_SIDE


def _meanings(tokens: Sequence[Token], sort: Sort) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for token in tokens:
        if token.sort == sort:
            found |= token.meanings or frozenset({token.key})
    return found
