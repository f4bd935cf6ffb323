"""The officer's queue: open cases by days left, with chips, and the cases that wait elsewhere.

The number of queries does not depend on the number of rows; paging is by key (term, id).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from core.accounts.models import User
from core.base import clock
from core.reference.calendar import WorkingCalendar
from core.reference.selectors import working_calendar
from licensing.lifecycle import OPEN, Status
from licensing.models import Application
from licensing.models.application import NO_TERM_YET
from licensing.models.worklist import SavedFilter
from licensing.policies import Deed, may
from licensing.selectors.case.ruler import Ruler, ruler_of
from licensing.selectors.scope import visible_to
from licensing.selectors.worklist import queue
from licensing.selectors.worklist.queue import AGES, CHIPS, Filter
from licensing.selectors.worklist.waiting import (
    days_waiting,
    task_of,
    why_waits,
    with_waits,
    without_waits,
)

__all__ = ["AGES", "Worklist", "worklist"]

PAGE_SIZE = 25
SHORT_LIST = 8
#: What a row draws or decides by: a case has four times as many columns.
_SHOWN = (
    *("number", "title", "status", "version", "restricted", "amendment_open"),
    *("created_at", "submitted_at", "moved_at", "answered_at", "paused_since", "closed_at"),
    *("accepted_on", "term_days", "due_on"),
    *("manufacturer__name_uk", "manufacturer__name_en", "officer__name_uk", "officer__name_en"),
    *("latest_checks__blocks", "latest_checks__attentions", "latest_checks__clears"),
)


class Shelf(StrEnum):
    """Where a case of the page belongs."""

    PAGE = "page"
    READY = "ready"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the queue."""

    case: Application
    task: str | Promise
    waits: str | Promise
    days: int
    ruler: Ruler | None
    counts: dict[str, int]
    may_assign: bool
    #: The officer for whom the reader stands in, "" where the case is her own.
    instead_of: str

    @property
    def tick(self) -> str:
        """Return what a ticked row sends: the case and the version that was seen."""
        return f"{self.case.pk}:{self.case.version}"

    @property
    def is_paused(self) -> bool:
        """Tell whether the clock stands."""
        return self.case.paused_since is not None

    @property
    def days_paused(self) -> int:
        """Return how many days ago the question was asked."""
        since = self.case.paused_since
        return (clock.today() - since).days if since else 0


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter with its count and address."""

    label: str | Promise
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Age:
    """One band of ages of open cases."""

    first: int
    last: int
    count: int
    share: int
    url: str


@dataclass(frozen=True, slots=True)
class Worklist:
    """Everything on the worklist page."""

    filter: Filter
    chips: list[Chip]
    kept: list[SavedFilter]
    rows: list[Row]
    older: str
    paused: list[Row]
    ready: list[Application]
    ages: list[Age]
    open_count: int
    overdue_count: int

    @property
    def may_assign(self) -> bool:
        """Tell whether a row can be ticked."""
        return any(row.may_assign for row in self.rows)


def worklist(user: User, asked: Filter, after: str = "") -> Worklist:
    """Return the queue of a person under a filter; `after` is the key of the last row shown."""
    chosen = asked if asked.show else asked.under(queue.first_chip(user))
    cases = open_cases(user).filter(chosen.narrowed())
    counts = cases.aggregate(**_counters(user))
    shelves = _shelves(user, cases, chosen, after)
    page, paused = shelves[Shelf.PAGE], shelves[Shelf.PAUSED]
    shown = page[:PAGE_SIZE]
    prefetch_related_objects([*shown, *paused], "pauses")
    calendar = working_calendar()
    return Worklist(
        filter=chosen,
        chips=[_chip_of(key, counts, chosen) for key in CHIPS],
        kept=list(SavedFilter.objects.filter(person=user)),
        rows=_rows(user, shown, calendar),
        older=chosen.url(_key(shown[-1])) if len(page) > PAGE_SIZE else "",
        paused=_rows(user, paused, calendar),
        ready=shelves[Shelf.READY],
        ages=_ages(counts, chosen),
        open_count=counts["all"],
        overdue_count=counts["late"],
    )


def open_cases(user: User) -> QuerySet[Application]:
    """Return the open cases a person may see, the shortest term first."""
    return (
        visible_to(user)
        .filter(status__in=sorted(OPEN))
        .select_related("manufacturer", "latest_checks", "officer")
        .only(*_SHOWN)
        .annotate(term_key=Coalesce("due_on", NO_TERM_YET))
        .order_by("term_key", "id")
    )


def _counters(user: User) -> dict[str, Count]:
    counters = {key: Count("pk", filter=queue.chip(key, user)) for key in CHIPS if key != "all"}
    for first, last in AGES:
        counters[f"age_{first}"] = Count("pk", filter=queue.of_age(first, last))
    return counters | {"all": Count("pk")}


def _ages(counts: dict[str, int], chosen: Filter) -> list[Age]:
    most = max(1, *(counts[f"age_{first}"] for first, _last in AGES))
    return [
        Age(
            first,
            last,
            counts[f"age_{first}"],
            share=round(10 * counts[f"age_{first}"] / most),
            url=replace(chosen, show="all", age=str(first)).url(),
        )
        for first, last in AGES
    ]


def _shelves(
    user: User, cases: QuerySet[Application], chosen: Filter, after: str
) -> dict[Shelf, list[Application]]:
    """Return the page of the queue and the two short lists beside it, in one query."""
    waiting = with_waits(cases)
    parts = {
        Shelf.PAGE: _after(waiting.filter(queue.chip(chosen.show, user)), after)[: PAGE_SIZE + 1],
        Shelf.READY: _waiting_longest(without_waits(cases)),
    }
    if chosen.show == "mine":
        own = queue.chip("paused", user) & queue.chip("others", user)
        parts[Shelf.PAUSED] = waiting.filter(own)[:SHORT_LIST]
    first, *others = (rows.annotate(shelf=Value(shelf.value)) for shelf, rows in parts.items())
    found: dict[Shelf, list[Application]] = {shelf: [] for shelf in Shelf}
    for case in first.union(*others, all=True):
        found[Shelf(vars(case)["shelf"])].append(case)
    for shelf, order in _ORDERS.items():
        found[shelf].sort(key=order)
    return found


def _by_term(case: Application) -> tuple[date, UUID]:
    return case.due_on or NO_TERM_YET, case.pk


def _by_acceptance(case: Application) -> tuple[date, UUID]:
    return case.accepted_on or NO_TERM_YET, case.pk


# The parts of a union come in no order that the database promises.
_ORDERS = {Shelf.PAGE: _by_term, Shelf.READY: _by_acceptance, Shelf.PAUSED: _by_term}


def _waiting_longest(cases: QuerySet[Application]) -> QuerySet[Application]:
    ready = cases.filter(status=Status.READY)
    return ready.order_by("accepted_on", "id")[:SHORT_LIST]


def _after(cases: QuerySet[Application], key: str) -> QuerySet[Application]:
    day, comma, row = key.partition(",")
    if not comma:
        return cases
    try:
        term, last = date.fromisoformat(day), UUID(row)
    except ValueError:
        return cases
    return cases.filter(Q(term_key__gt=term) | Q(term_key=term, id__gt=last))


def _key(case: Application) -> str:
    return f"{(case.due_on or NO_TERM_YET).isoformat()},{case.pk}"


def _chip_of(key: str, counts: dict[str, int], chosen: Filter) -> Chip:
    return Chip(CHIPS[key], counts[key], chosen.under(key).url(), current=key == chosen.show)


def _rows(user: User, cases: Iterable[Application], calendar: WorkingCalendar) -> list[Row]:
    desks = set(queue.desks(user)) - {user.pk}
    return [_row(user, case, calendar, desks) for case in cases]


def _row(user: User, case: Application, calendar: WorkingCalendar, desks: set[UUID]) -> Row:
    checks = case.latest_checks
    counts = (
        {"block": checks.blocks, "attention": checks.attentions, "clear": checks.clears}
        if checks
        else {}
    )
    return Row(
        case=case,
        task=task_of(case),
        waits=why_waits(case),
        days=days_waiting(case),
        ruler=ruler_of(case, calendar),
        counts=counts,
        may_assign=bool(may(user, Deed.ASSIGN, case)),
        instead_of=case.officer.name if case.officer and case.officer_id in desks else "",
    )
