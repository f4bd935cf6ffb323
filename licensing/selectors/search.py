"""Search by number, company, party, product and serial number, within what the person may see.

A constant number of queries, whatever is found. The words searched for are kept nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import clock
from core.base.numbers import Kind as Series
from licensing.models import Application, Decision, Licence, Refusal, SearchHit, SearchTerm
from licensing.search import TermKind, key_of, numbers_like
from licensing.selectors.scope import licences_visible_to, visible_to
from licensing.selectors.upward import FoundSerial, find_serial, licences_shipped_as

MOST_TERMS = 30
LATEST = 4
#: How much of a word must fit: one wrong letter in seven passes («Сивалит» for «Сиволіт»).
ENOUGH = "0.45"
SHORTEST = 2
LONGEST = 100

GROUPS: dict[str, Promise] = {
    TermKind.COMPANY: _("Companies"),
    TermKind.PARTY: _("Parties"),
    TermKind.PRODUCT: _("Products"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A name that fits, with the latest cases that bear it."""

    label: str
    cases: list[Application]
    more: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Everything found of one kind."""

    kind: str
    title: str | Promise
    found: list[Found]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything on the results page; `too_short` when there is nothing to look for yet."""

    cases: list[Application]
    licences: list[Licence]
    groups: list[Group]
    serials: Sequence[FoundSerial] = ()
    too_short: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was found."""
        return not (self.cases or self.licences or self.groups or self.serials)


def search(user: User, text: str) -> Results:
    """Return what the words lead to, the best fit first."""
    text = text.strip()[:LONGEST]
    key = key_of(text)
    if len(key) < SHORTEST:
        return Results([], [], [], too_short=True)
    visible = visible_to(user)
    today = clock.today()
    numbered = visible.filter(_bears(text, today))
    borne = Q(number__in=numbers_like(text, Series.LICENCE, today))
    licences = licences_visible_to(user).filter(borne | Q(pk__in=licences_shipped_as(text)))
    return Results(
        cases=list(numbered.select_related("manufacturer").order_by("-number")),
        licences=list(licences.select_related("manufacturer").order_by("-number")),
        groups=_groups(visible, key),
        serials=find_serial(user, text),
    )


def _bears(text: str, today: date) -> Q:
    """Return the condition that a case bears a number, or a paper that came of it does.

    The papers' series must be written out: bare digits mean a case.
    """
    found = Q(number__in=numbers_like(text, Series.CASE, today))
    if not text[0].isalpha():
        return found
    refusals = Refusal.objects.filter(number__in=numbers_like(text, Series.REFUSAL, today))
    decisions = Decision.objects.filter(number__in=numbers_like(text, Series.DECISION, today))
    papers = (refusals.values("application_id"), decisions.values("application_id"))
    return found | Q(pk__in=papers[0]) | Q(pk__in=papers[1])


def _groups(visible: QuerySet[Application], key: str) -> list[Group]:
    with transaction.atomic():
        forgive()
        terms = list(_terms(visible, key))
    wanted = {pk for term in terms for pk in _latest(term)[:LATEST]}
    cases = visible.select_related("manufacturer").in_bulk(wanted)
    groups = []
    for kind, title in GROUPS.items():
        found = [_found(term, cases) for term in terms if term.kind == kind]
        if found:
            groups.append(Group(kind, title, found))
    return groups


def forgive() -> None:
    """Set the threshold of the index for this transaction only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [ENOUGH])


def _terms(visible: QuerySet[Application], key: str) -> QuerySet[SearchTerm]:
    """Return the fitting names with the ids of their latest visible cases (one query)."""
    hits = SearchHit.objects.filter(term=OuterRef("pk")).filter(
        Exists(visible.filter(pk=OuterRef("application_id")))
    )
    latest = hits.order_by("-number").values("application_id")[: LATEST + 1]
    return (
        SearchTerm.objects.filter(Q(key__trigram_word_similar=key) | Q(key__contains=key))
        .filter(Exists(hits))
        .annotate(fit=TrigramWordSimilarity(key, "key"), latest=ArraySubquery(latest))
        .order_by("-fit", "pk")[:MOST_TERMS]
    )


def _found(term: SearchTerm, cases: dict[UUID, Application]) -> Found:
    latest = _latest(term)
    shown = [cases[pk] for pk in latest[:LATEST] if pk in cases]
    return Found(term.label, shown, more=len(latest) > LATEST)


def _latest(term: SearchTerm) -> list[UUID]:
    return list(vars(term)["latest"])
