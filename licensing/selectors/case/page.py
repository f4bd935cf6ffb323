"""Everything on the case page, gathered in one place within its budget of twenty queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.reference.models import Unit
from core.reference.selectors import working_calendar
from licensing import snapshot
from licensing.checks import Gate
from licensing.lifecycle import Verb
from licensing.models import Application, CheckRun, InformationRequest
from licensing.policies import Deed, Verdict, may
from licensing.selectors.case.checks import Checks, checks_of
from licensing.selectors.case.ruler import Ruler, ruler_of
from licensing.selectors.case.screening import open_hits
from licensing.selectors.case.timeline import Entry, Step, journal, journey
from licensing.selectors.upward import LineBalance, balances_of
from licensing.snapshot import Snapshot

Verdicts = Mapping[Verb | Deed, Verdict]


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the action bar: a page to open, or a step taken at once by POST."""

    label: str | Promise
    url: str
    is_step: bool
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the case page."""

    label: str | Promise
    url: str
    current: bool
    count: int | None = None
    # A word for what is wrong behind the tab; "" when nothing is.
    alarm: str = ""


@dataclass(frozen=True, slots=True)
class CasePage:
    """What every tab of the case shares."""

    case: Application
    content: Snapshot
    ruler: Ruler | None
    totals: list[tuple[Decimal, str]]
    tabs: list[Tab]
    actions: list[Action]
    why_not: list[str]
    steps: list[Step]
    entries: list[Entry]
    checks: Checks | None
    requests: list[InformationRequest]
    may_assign: Verdict
    #: What is left of the permit that the case asks to amend.
    amended: Sequence[LineBalance] = ()

    @property
    def is_overview(self) -> bool:
        """Tell whether the page gathers figures that other tabs hold in full."""
        return self.tabs[0].current

    @property
    def open_requests(self) -> list[InformationRequest]:
        """Return the questions that wait for an answer."""
        return [request for request in self.requests if request.complete_at is None]


def case_page(user: User, case: Application, tab: str = "detail") -> CasePage:
    """Return the case as officials see it: the declared revision, never the working rows."""
    content = snapshot.read(case.declared.text)
    entries = journal(case)
    requests = list(requests_of(case) if tab == "requests" else case.requests.all())
    verdicts = {verb: may(user, verb, case) for verb, *_rest in _BUTTONS}
    return CasePage(
        case=case,
        content=content,
        ruler=ruler_of(case, working_calendar()),
        totals=[(amount, currency) for currency, amount in sorted(content.totals.items())],
        tabs=_tabs(case, content, tab, len(requests), len(entries), _notes(entries)),
        actions=_actions(verdicts, case),
        why_not=_why_not(verdicts, case),
        steps=journey(case, entries),
        entries=entries,
        checks=_checks(user, case) if tab in _WITH_CHECKS else None,
        requests=requests,
        may_assign=may(user, Deed.ASSIGN, case),
        amended=balances_of([case.amends])[case.amends.pk]
        if case.amends and tab in _WITH_GOODS
        else (),
    )


def _notes(entries: list[Entry]) -> int:
    """Count the notes by their events, which the page has read anyway."""
    return sum(entry.verb == "note.written" for entry in entries)


# The other tabs do not pay for the notes.
_WITH_CHECKS = {"detail", "checks", "decide"}
_WITH_GOODS = {"detail", "lines"}


def _checks(user: User, case: Application) -> Checks | None:
    run = case.latest_checks
    if run is None:
        return None
    return checks_of(run, case if may(user, Deed.NOTE, case) else None)


def requests_of(case: Application) -> QuerySet[InformationRequest]:
    """Return the questions of a case with their conversations and files."""
    return case.requests.select_related("asked_by", "answered_by").prefetch_related(
        "messages__author", "messages__files__file"
    )


def kept_runs(case: Application, most: int = 20) -> list[tuple[CheckRun, str | Promise]]:
    """Return the latest kept runs with the word for their gate."""
    return [(run, Gate(run.gate).label) for run in case.check_runs.all()[:most]]


def unit_names() -> dict[str, str]:
    """Return the short name of every unit in the reader's language."""
    return {unit.code: str(unit) for unit in Unit.objects.all()}


def default_question_due(on: date) -> date:
    """Return the day two weeks on, on which an answer is usually due."""
    return date.fromordinal(on.toordinal() + 14)


def _tabs(
    case: Application,
    content: Snapshot,
    current: str,
    requests: int,
    entries: int,
    notes: int,
) -> list[Tab]:
    files = len(content.files) + bool(content.certificate and content.certificate.file)
    run = case.latest_checks
    parts: tuple[tuple[str, Promise, int | None], ...] = (
        ("detail", _("Overview"), None),
        ("lines", _("Lines"), len(content.lines)),
        ("parties", _("Parties"), len(content.parties)),
        ("documents", _("Documents"), files),
        ("checks", _("Checks"), (run.blocks + run.attentions) if run else None),
        ("need", _("National need"), None),
        ("screening", _("Screening"), open_hits(case)),
        ("requests", _("Questions"), requests),
        ("opinions", _("Opinions"), None),
        ("criteria", _("Criteria"), None),
        ("precedents", _("Precedents"), None),
        ("notes", _("Notes"), notes),
        ("journal", _("Journal"), entries),
    )
    return [
        Tab(label, url, name == current, count)
        for name, label, count in parts
        if (url := address(_PAGES.get(name, f"cases:{name}"), case))
    ]


# Pages of the commission, which stands above: linked by the names of their addresses.
_PAGES = {"opinions": "cases_opinions:list"}


def address(name: str, case: Application) -> str:
    """Return the address of a page of the case, or "" where the site has no such page."""
    try:
        return reverse(name, args=[case.ref])
    except NoReverseMatch:
        return ""


_BUTTONS: tuple[tuple[Verb | Deed, Promise, str, bool], ...] = (
    (Verb.ACCEPT, _("Accept as complete"), "cases:accept", True),
    (Verb.RETURN, _("Return to the applicant"), "cases:return", False),
    (Verb.DECIDE, _("Decide on every line"), "cases:decide", False),
    (Verb.MARK_READY, _("Mark as ready"), "cases_opinions:ready", False),
    (Deed.ASK, _("Ask the applicant"), "cases:ask", False),
    (Verb.LAPSE, _("Close without an answer"), "cases:lapse", True),
    (Deed.TAKE, _("Take over the case"), "cases:take", True),
)


def _actions(verdicts: Verdicts, case: Application) -> list[Action]:
    allowed = [
        Action(label, url, is_step)
        for verb, label, name, is_step in _BUTTONS
        if verdicts[verb] and (url := address(name, case))
    ]
    return [replace(action, primary=position == 0) for position, action in enumerate(allowed)]


def _why_not(verdicts: Verdicts, case: Application) -> list[str]:
    """Return why the step that comes next is closed to a person who could take it in time."""
    next_steps = [verdicts[verb] for verb in (Verb.MARK_READY, Verb.DECIDE)]
    if any(next_steps):
        return []
    waiting = [verdict for verdict in next_steps if verdict.out_of_order]
    if case.status not in {"in_review", "considered"}:
        return []
    return list(dict.fromkeys(str(verdict.reason) for verdict in waiting))
