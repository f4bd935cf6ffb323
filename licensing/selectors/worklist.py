"""The officer's queue: open cases by days left, with chips, and the cases that wait elsewhere.

The number of queries does not depend on the number of rows; paging is by key (term, id).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.base import clock
from core.reference.calendar import WorkingCalendar
from core.reference.selectors import working_calendar
from licensing.lifecycle import OPEN, Status
from licensing.models import Application
from licensing.models.application import NO_TERM_YET
from licensing.selectors.ruler import Ruler, ruler_of
from licensing.selectors.scope import visible_to

PAGE_SIZE = 25
SHORT_LIST = 8
SOON = timedelta(days=7)

CHIPS: dict[str, Promise] = {
    "mine": _("Waits for me"),
    "cases": _("My cases"),
    "answered": _("Answer received"),
    "paused": _("Paused"),
    "soon": _("Within 7 days"),
    "ready": _("Ready, on no agenda"),
    "all": _("All open"),
}
AGES = ((0, 15), (16, 30), (31, 45), (46, 90), (91, 100_000))


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the queue."""

    case: Application
    task: str | Promise
    ruler: Ruler | None
    counts: dict[str, int]

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
    """A saved filter with its count and address."""

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


@dataclass(frozen=True, slots=True)
class Worklist:
    """Everything on the worklist page."""

    chips: list[Chip]
    rows: list[Row]
    older: str
    paused: list[Row]
    ready: list[Application]
    ages: list[Age]
    open_count: int
    overdue_count: int
    chosen: str


def worklist(user: User, chosen: str = "", after: str = "") -> Worklist:
    """Return the queue of a person under a chip; `after` is the key of the last row shown."""
    chosen = chosen if chosen in CHIPS else _first_chip(user)
    cases = open_cases(user)
    counts = cases.aggregate(**_counters(user))
    page = list(_after(cases.filter(_chip(chosen, user)), after)[: PAGE_SIZE + 1])
    shown, calendar = page[:PAGE_SIZE], working_calendar()
    paused = list(cases.filter(_chip("paused", user), _own(user))[:SHORT_LIST])
    prefetch_related_objects([*shown, *paused], "pauses")
    return Worklist(
        chips=[_chip_of(key, counts, chosen) for key in CHIPS],
        rows=[_row(case, calendar) for case in shown],
        older=_link(chosen, _key(shown[-1])) if len(page) > PAGE_SIZE else "",
        paused=[] if chosen == "paused" else [_row(case, calendar) for case in paused],
        ready=_waiting_longest(cases),
        ages=_ages(counts),
        open_count=counts["all"],
        overdue_count=counts["overdue"],
        chosen=chosen,
    )


def open_cases(user: User) -> QuerySet[Application]:
    """Return the open cases a person may see, the shortest term first."""
    return (
        visible_to(user)
        .filter(status__in=sorted(OPEN))
        .select_related("manufacturer", "latest_checks")
        .defer("latest_checks__text")
        .annotate(term_key=Coalesce("due_on", NO_TERM_YET))
        .order_by("term_key", "id")
    )


def _first_chip(user: User) -> str:
    return "mine" if has_role(user, Role.OFFICER, Role.HEAD, Role.SECRETARY) else "all"


def _chip(key: str, user: User) -> Q:
    today = clock.today()
    return {
        "mine": _waits_for(user),
        "cases": Q(officer=user),
        "answered": Q(answered_at__isnull=False, paused_since__isnull=True) & _own(user),
        "paused": Q(paused_since__isnull=False),
        "soon": Q(due_on__lte=today + SOON),
        "ready": Q(status=Status.READY),
        "all": Q(),
    }[key]


def _own(user: User) -> Q:
    return Q(officer=user) if has_role(user, Role.OFFICER) else Q()


def _waits_for(user: User) -> Q:
    """Return the condition that the next step is this person's."""
    waits = Q(pk__in=())
    if has_role(user, Role.OFFICER):
        free = Q(status=Status.SUBMITTED) & (Q(officer=user) | Q(officer=None))
        waits |= free | Q(status=Status.IN_REVIEW, officer=user, paused_since__isnull=True)
    if has_role(user, Role.SECRETARY):
        waits |= Q(status=Status.READY)
    if has_role(user, Role.HEAD):
        waits |= Q(status=Status.CONSIDERED)
    return waits


def _counters(user: User) -> dict[str, Count]:
    today = clock.today()
    counters = {key: Count("pk", filter=_chip(key, user)) for key in CHIPS if key != "all"}
    counters |= {"all": Count("pk"), "overdue": Count("pk", filter=Q(due_on__lt=today))}
    for first, last in AGES:
        accepted = Q(
            accepted_on__lte=today - timedelta(days=first),
            accepted_on__gte=today - timedelta(days=min(last, 40_000)),
        )
        counters[f"age_{first}"] = Count("pk", filter=accepted)
    return counters


def _ages(counts: dict[str, int]) -> list[Age]:
    most = max(1, *(counts[f"age_{first}"] for first, _last in AGES))
    return [
        Age(first, last, counts[f"age_{first}"], round(10 * counts[f"age_{first}"] / most))
        for first, last in AGES
    ]


def _waiting_longest(cases: QuerySet[Application]) -> list[Application]:
    ready = cases.filter(status=Status.READY)
    return list(ready.order_by("accepted_on", "id")[:SHORT_LIST])


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


def _chip_of(key: str, counts: dict[str, int], chosen: str) -> Chip:
    return Chip(CHIPS[key], counts[key], _link(key), current=key == chosen)


def _link(chip: str, after: str = "") -> str:
    query = {"show": chip} | ({"after": after} if after else {})
    return f"{reverse('cases:worklist')}?{urlencode(query)}"


def _row(case: Application, calendar: WorkingCalendar) -> Row:
    checks = case.latest_checks
    counts = (
        {"block": checks.blocks, "attention": checks.attentions, "clear": checks.clears}
        if checks
        else {}
    )
    return Row(case=case, task=task_of(case), ruler=ruler_of(case, calendar), counts=counts)


_TASKS: dict[str, Promise] = {
    Status.SUBMITTED: _("Completeness: accept or return"),
    Status.IN_REVIEW: _("Finish the review"),
    Status.READY: _("Place on an agenda"),
    Status.ON_AGENDA: _("Await the vote"),
    Status.CONSIDERED: _("Decide on every line"),
}


def task_of(case: Application) -> str | Promise:
    """Return the next thing to do, verb first."""
    if case.paused_since is not None:
        return _("Await the applicant's answer")
    if case.status == Status.IN_REVIEW and case.answered_at is not None:
        return _("Check the answer to the question")
    if case.status == Status.IN_REVIEW and case.latest_checks and case.latest_checks.blocks:
        return _("Resolve what blocks")
    return _TASKS.get(case.status, "")
