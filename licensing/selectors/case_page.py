"""Everything on the case page, gathered in one place within its budget of twenty queries."""

from collections.abc import Mapping
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
from core.ui.formats import moment
from licensing import snapshot
from licensing.checks import CheckResult, Gate, Outcome, texts
from licensing.checks.run import Results, describe, read_run
from licensing.lifecycle import Verb
from licensing.models import Application, CheckRun, InformationRequest
from licensing.policies import Deed, Verdict, may
from licensing.selectors.ruler import Ruler, ruler_of
from licensing.selectors.screening import open_hits
from licensing.selectors.timeline import Entry, Step, journal, journey
from licensing.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check as the panel shows it."""

    outcome: str
    name: str
    word: str | Promise
    reasons: list[str]
    evidence: str
    action: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Checks:
    """The latest run with its counts, time and gate."""

    rows: list[CheckRow]
    counts: dict[str, int]
    at: str
    gate: str | Promise


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

    @property
    def open_requests(self) -> list[InformationRequest]:
        """Return the questions that wait for an answer."""
        return [request for request in self.requests if request.complete_at is None]


def case_page(user: User, case: Application, tab: str = "detail") -> CasePage:
    """Return the case as officials see it: the declared revision, never the working rows."""
    content = snapshot.read(case.declared.text)
    entries = journal(case)
    requests = list(requests_of(case))
    return CasePage(
        case=case,
        content=content,
        ruler=ruler_of(case, working_calendar()),
        totals=[(amount, currency) for currency, amount in sorted(content.totals.items())],
        tabs=_tabs(case, content, tab, len(requests), len(entries)),
        actions=_actions(user, case),
        why_not=_why_not(user, case),
        steps=journey(case, entries),
        entries=entries,
        checks=checks_of(case),
        requests=requests,
    )


def requests_of(case: Application) -> QuerySet[InformationRequest]:
    """Return the questions of a case with their conversations and files."""
    return case.requests.select_related("asked_by", "answered_by").prefetch_related(
        "messages__author", "messages__files__file"
    )


def kept_runs(case: Application, most: int = 20) -> list[tuple[CheckRun, str | Promise]]:
    """Return the latest kept runs with the word for their gate."""
    return [(run, Gate(run.gate).label) for run in case.check_runs.all()[:most]]


def checks_of(case: Application) -> Checks | None:
    """Return the latest kept run of the checks in the reader's words."""
    run = case.latest_checks
    if run is None:
        return None
    results = read_run(run)
    return Checks(
        rows=check_rows(results),
        counts={"block": run.blocks, "attention": run.attentions, "clear": run.clears},
        at=moment(run.at),
        gate=Gate(run.gate).label,
    )


def check_rows(results: Results) -> list[CheckRow]:
    """Return results as rows of the checks panel, worst first."""
    return [
        CheckRow(
            outcome=result.outcome,
            name=texts.title(result.code),
            word=result.outcome.label,
            reasons=describe(result),
            evidence=_evidence(result),
        )
        for result in results.results
    ]


def _evidence(result: CheckResult) -> str:
    """Return what was looked at; a clear check stays one quiet line."""
    if result.outcome == Outcome.CLEAR:
        return ""
    return " · ".join(texts.word(name, value) for name, value in result.evidence.items() if value)


def unit_names() -> dict[str, str]:
    """Return the short name of every unit in the reader's language."""
    return {unit.code: str(unit) for unit in Unit.objects.all()}


def default_question_due(on: date) -> date:
    """Return the day two weeks on, on which an answer is usually due."""
    return date.fromordinal(on.toordinal() + 14)


def _tabs(
    case: Application, content: Snapshot, current: str, requests: int, entries: int
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


def _actions(user: User, case: Application) -> list[Action]:
    allowed = [
        Action(label, url, is_step)
        for verb, label, name, is_step in _BUTTONS
        if (url := address(name, case)) and may(user, verb, case)
    ]
    return [replace(action, primary=position == 0) for position, action in enumerate(allowed)]


def _why_not(user: User, case: Application) -> list[str]:
    """Return why the step that comes next is closed to a person who could take it in time."""
    verdicts: list[Verdict] = [may(user, verb, case) for verb in (Verb.MARK_READY, Verb.DECIDE)]
    if any(verdicts):
        return []
    waiting = [verdict for verdict in verdicts if verdict.out_of_order]
    if case.status not in {"in_review", "considered"}:
        return []
    return list(dict.fromkeys(str(verdict.reason) for verdict in waiting))
