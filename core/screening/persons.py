"""Two names of persons: words in any order, spellings, initials, patronymics, missing names."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from core.screening.alike import How, alike
from core.screening.spelling import fold, skeleton
from core.screening.tokens import Sort, Token

_WEIGHT = {Sort.CORE: 1.0, Sort.INITIAL: 0.4, Sort.PARTICLE: 0.1, Sort.SUFFIX: 0.15}
_PAIRED_FROM = 0.6
_SHORTEST_JOINED = 4
_LONG = 7


@dataclass(frozen=True, slots=True)
class Part:
    """Words of both names put side by side; one side is empty for an extra word."""

    left: str
    right: str
    score: float
    how: How


@dataclass(frozen=True, slots=True)
class Verdict:
    """How alike two names are, with the parts that were compared."""

    score: float
    parts: tuple[Part, ...]


NOTHING = Verdict(0.0, ())


@dataclass(frozen=True, slots=True)
class Pairing:
    """The words that found each other, and those of either side that did not."""

    parts: tuple[Part, ...]
    weights: tuple[float, ...]
    left: tuple[Token, ...]
    right: tuple[Token, ...]


def pair(left: Sequence[Token], right: Sequence[Token], weight: dict[Sort, float]) -> Pairing:
    """Put the words of two names side by side, most alike first, each word once."""
    joined, left, right = _join(left, right)
    candidates = sorted(
        (
            (likeness.score, -abs(i - j), i, j, likeness.how)
            for i, a in enumerate(left)
            for j, b in enumerate(right)
            if (likeness := alike(a, b)).score >= _PAIRED_FROM
        ),
        reverse=True,
    )
    parts, weights = list(joined), [1.0] * len(joined)
    lefts, rights = dict(enumerate(left)), dict(enumerate(right))
    for score, _near, i, j, how in candidates:
        if i in lefts and j in rights:
            a, b = lefts.pop(i), rights.pop(j)
            parts.append(Part(a.text, b.text, score, how))
            weights.append(min(weight.get(a.sort, 1.0), weight.get(b.sort, 1.0)))
    return Pairing(tuple(parts), tuple(weights), tuple(lefts.values()), tuple(rights.values()))


def _join(
    left: Sequence[Token], right: Sequence[Token]
) -> tuple[list[Part], list[Token], list[Token]]:
    """Find words that one side writes together: Abdul Rahman and Abdulrahman."""
    parts: list[Part] = []
    lefts, rights = list(left), list(right)
    _join_side(lefts, rights, parts, turned=False)
    _join_side(rights, lefts, parts, turned=True)
    return parts, lefts, rights


def _join_side(whole: list[Token], cut: list[Token], parts: list[Part], *, turned: bool) -> None:
    for token in list(whole):
        if len(token.key) < _SHORTEST_JOINED or any(token.key == other.key for other in cut):
            continue
        found = _pieces(token, cut)
        if found:
            together = " ".join(piece.text for piece in cut[found])
            del cut[found]
            whole.remove(token)
            sides = (together, token.text) if turned else (token.text, together)
            parts.append(Part(*sides, 0.96, How.JOINED))


def _pieces(token: Token, cut: list[Token]) -> slice | None:
    """Return which two or three neighbouring words make up the token."""
    for count in (2, 3):
        for index in range(len(cut) - count + 1):
            together = "".join(piece.latin for piece in cut[index : index + count])
            if fold(together) == token.key or (
                len(together) >= _LONG and skeleton(together) == token.bones
            ):
                return slice(index, index + count)
    return None


def compare_persons(left: Sequence[Token], right: Sequence[Token]) -> Verdict:
    """Compare two names of persons.

    An extra word on one side (a patronymic, a second given name) costs little; words on both
    sides that do not find each other are a conflict: brothers, fathers and sons, namesakes.
    """
    if not left or not right:
        return NOTHING
    pairing = pair(left, right, _WEIGHT)
    if not pairing.parts:
        return NOTHING
    conflicts, extras = _leftovers(pairing)
    solid = sum(weight for weight in pairing.weights if weight >= 1.0)
    near = max((_nearness(part) for part in conflicts), default=0.0)
    score = _agreement(pairing) * (_factor(solid, len(conflicts), extras) + near)
    return Verdict(score, (*pairing.parts, *conflicts, *_extra_parts(pairing, len(conflicts))))


def _agreement(pairing: Pairing) -> float:
    """Return the mean likeness, drawn towards the least alike whole word."""
    total = sum(pairing.weights)
    mean = sum(p.score * w for p, w in zip(pairing.parts, pairing.weights, strict=True)) / total
    whole = [p.score for p, w in zip(pairing.parts, pairing.weights, strict=True) if w >= 1.0]
    return 0.6 * mean + 0.4 * min(whole, default=mean)


def _leftovers(pairing: Pairing) -> tuple[list[Part], float]:
    left = [token for token in pairing.left if token.sort in (Sort.CORE, Sort.INITIAL)]
    right = [token for token in pairing.right if token.sort in (Sort.CORE, Sort.INITIAL)]
    both = min(len(left), len(right))
    conflicts = [Part(a.text, b.text, 0.0, How.CONFLICT) for a, b in zip(left, right, strict=False)]
    longer = left if len(left) > len(right) else right
    return conflicts, sum(_WEIGHT[token.sort] for token in longer[both:])


def _nearness(conflict: Part) -> float:
    """Return what a conflict is forgiven because its words look a little alike."""
    alike_in_part = JaroWinkler.similarity(fold(conflict.left), fold(conflict.right))
    return max(0.0, 0.5 * (alike_in_part - 0.55))


def _factor(solid: float, conflicts: int, extras: float) -> float:
    """Return what is left of the agreement after words without a counterpart."""
    if conflicts:
        kept = {0: 0.25, 1: 0.5}.get(int(solid), 0.66)
        return kept * 0.8 ** (conflicts - 1) * (1 - 0.04 * min(extras, 3))
    if solid <= 1:
        return 0.95 - 0.22 * min(extras, 2) if extras else 1.0
    return 1 - 0.05 * min(extras, 4)


def _extra_parts(pairing: Pairing, conflicts: int) -> list[Part]:
    lefts = [t for t in pairing.left if t.sort in (Sort.CORE, Sort.INITIAL)][conflicts:]
    rights = [t for t in pairing.right if t.sort in (Sort.CORE, Sort.INITIAL)][conflicts:]
    return [
        *(Part(token.text, "", 0.0, How.EXTRA) for token in lefts),
        *(Part("", token.text, 0.0, How.EXTRA) for token in rights),
    ]
