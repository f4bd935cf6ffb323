"""Who on the lists could this be: candidates by the database, then the matcher.

for found in screen(Subject("Company", ("ТОВ «Заріччя»", "Zarichchia LLC"))): ...
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from core.screening.keys import folded, keys_of
from core.screening.matching import REVIEW, Match, compare
from core.screening.models import Entry
from core.screening.services.importing import plain_identifier

# Enough for the most frequent names; measured in docs/screening.md.
_BY_KEYS = 60
_BY_TRIGRAMS = 30
_ALIKE = 0.45
_WEAK = 0.93
_SHORTEST_IDENTIFIER = 5


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom to look for: what it is, all its names, its numbers in registers."""

    schema: str
    names: tuple[str, ...]
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that may be the subject: the best pair of names and why."""

    entry: Entry
    match: Match
    subject_name: str
    entry_name: str
    by_identifier: bool = False

    @property
    def score(self) -> float:
        """Return how alike they are; a number of a register leaves no doubt."""
        return 1.0 if self.by_identifier else self.match.score


@dataclass(frozen=True, slots=True)
class _Candidate:
    entry_id: str
    name: str
    weak: bool
    schema: str


def screen(subject: Subject) -> list[Found]:
    """Return the entries from the review threshold on, most alike first."""
    best: dict[str, tuple[Match, str, str]] = {}
    for name in dict.fromkeys(filter(None, subject.names)):
        for candidate in _candidates(subject.schema, name):
            match = _match(subject.schema, name, candidate)
            known = best.get(candidate.entry_id)
            if match.score >= REVIEW and (known is None or match.score > known[0].score):
                best[candidate.entry_id] = (match, name, candidate.name)
    numbered = _by_identifier(subject)
    entries = Entry.objects.select_related("watch_list").in_bulk([*{*best, *numbered}])
    found = [
        _found(entry, best.get(str(pk)), str(pk) in numbered, subject)
        for pk, entry in entries.items()
    ]
    return sorted(found, key=lambda one: (-one.score, one.entry.name))


def _found(
    entry: Entry, pair: tuple[Match, str, str] | None, numbered: bool, subject: Subject
) -> Found:
    match, name, entry_name = pair or (Match(0.0, ()), subject.names[0], entry.name)
    return Found(entry, match, name, entry_name, by_identifier=numbered)


def _match(schema: str, name: str, candidate: _Candidate) -> Match:
    """Compare as what the list says it is; a person is never compared with a firm."""
    match = compare(candidate.schema, name, candidate.name)
    return Match(round(match.score * _WEAK, 4), match.parts) if candidate.weak else match


def _candidates(schema: str, name: str) -> Sequence[_Candidate]:
    """Return names of current entries that share keys or look alike: one statement."""
    persons_only = schema == "Person"
    kinds = ["Person", "LegalEntity"] if persons_only else []
    found: dict[str, str | int | bool | list[str]] = {
        "keys": keys_of(schema, name),
        "folded": folded(schema, name),
        "kinds": kinds,
        "any_kind": not persons_only,
        "by_keys": _BY_KEYS,
        "by_trigrams": _BY_TRIGRAMS,
    }
    # Both settings end with the transaction; the second tells that the indexes lie in memory.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SETTINGS, [str(_ALIKE)])
        cursor.execute(_FIND, found)
        rows = cursor.fetchall()
    return [_Candidate(str(pk), text, weak, kind) for pk, text, weak, kind in rows]


_SETTINGS = """
SELECT set_config('pg_trgm.similarity_threshold', %s, true),
       set_config('random_page_cost', '1.0', true)
"""

# Names are rare words: the more keys are shared and the rarer they are, the likelier the name.
_FIND = """
WITH by_keys AS (
    SELECT n.id,
           (SELECT count(*) FROM unnest(n.keys) AS k WHERE k = ANY(%(keys)s::varchar[])) AS shared,
           cardinality(n.keys) AS size
    FROM screening_entryname n
    WHERE n.keys && %(keys)s::varchar[]
    ORDER BY shared DESC, size
    LIMIT %(by_keys)s
), by_trigrams AS (
    SELECT n.id
    FROM screening_entryname n
    WHERE n.folded %% %(folded)s
    ORDER BY similarity(n.folded, %(folded)s) DESC
    LIMIT %(by_trigrams)s
)
SELECT e.id, n.name, n.weak, e.schema
FROM screening_entryname n JOIN screening_entry e ON e.id = n.entry_id
WHERE n.id IN (SELECT id FROM by_keys UNION SELECT id FROM by_trigrams)
  AND (%(any_kind)s OR e.schema = ANY(%(kinds)s::varchar[]))
"""


def _by_identifier(subject: Subject) -> set[str]:
    plain = [plain_identifier(one) for one in subject.identifiers]
    wanted = [one for one in plain if len(one) >= _SHORTEST_IDENTIFIER]
    if not wanted:
        return set()
    entries = Entry.objects.filter(current=True, identifiers__overlap=wanted)
    return {str(pk) for pk in entries.values_list("pk", flat=True)}
