"""The matcher: two names in, a score between 0 and 1 and its explanation out.

    match = compare("Person", "Зеленський Володимир", "Volodymyr Zelenskyy")
    match.score, match.review, match.hit, match.parts

Two thresholds are read from the score. From `REVIEW` on a person has to look; from `HIT` on the
names are probably those of one person, firm or vessel. How both were chosen and what they reach
on labelled pairs is in docs/screening.md; `manage.py screen_names` judges anyone's pairs.
"""

import re
from dataclasses import dataclass

from core.screening.alike import How
from core.screening.organisations import compare_organisations
from core.screening.persons import Part, Verdict, compare_persons
from core.screening.tokens import organisation_tokens, person_tokens

HIT = 0.80
REVIEW = 0.60

__all__ = ["HIT", "REVIEW", "How", "Match", "Part", "compare"]

# A capital inside a word tells where a space was left out; Mc and O' have theirs by right.
_GROWN_TOGETHER = re.compile(r"(?<=[a-zа-яієїґ]{3})(?=[A-ZА-ЯІЄЇҐ][a-zа-яієїґ]{2})")
_PERSONS = frozenset({"person"})
_FIRMS = frozenset({"company", "organization", "organisation", "publicbody", "vessel", "airplane"})


@dataclass(frozen=True, slots=True)
class Match:
    """How alike two names are and which of their parts were put side by side."""

    score: float
    parts: tuple[Part, ...]

    @property
    def review(self) -> bool:
        """Tell whether a person has to look at the two."""
        return self.score >= REVIEW

    @property
    def hit(self) -> bool:
        """Tell whether the two are probably the same."""
        return self.score >= HIT


def compare(schema: str, left: str, right: str) -> Match:
    """Compare two names of what `schema` says: Person, Company, Organization, Vessel, ….

    An unknown schema (LegalEntity) may be a person or a firm; the better of both counts.
    """
    kind = schema.strip().casefold()
    best = _best(kind, left, right)
    apart = tuple(_GROWN_TOGETHER.sub(" ", name) for name in (left, right))
    if apart != (left, right):
        best = max(best, _best(kind, *apart), key=lambda verdict: verdict.score)
    return Match(round(best.score, 4), best.parts)


def _best(kind: str, left: str, right: str) -> Verdict:
    verdicts = []
    if kind not in _FIRMS:
        verdicts.append(_persons(left, right))
    if kind not in _PERSONS:
        verdicts.append(_firms(left, right))
    return max(verdicts, key=lambda verdict: verdict.score)


def warm_up() -> None:
    """Load the knowledge of names into this process: seconds, once, and some 430 MB.

    Whoever is first to compare would wait for it otherwise, and with a busy machine behind it a
    web worker that waits too long is taken for dead.
    """
    compare("LegalEntity", "Леся Українка", "Lesia Ukrainka LLC")


def _persons(left: str, right: str) -> Verdict:
    return compare_persons(person_tokens(left), person_tokens(right))


def _firms(left: str, right: str) -> Verdict:
    return compare_organisations(organisation_tokens(left), organisation_tokens(right))
