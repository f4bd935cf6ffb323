"""Opinions as pages show them: the adviser's list, the matrix by criterion, conditions."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from commission.models import LineException, Opinion, OpinionRequest, Risk, Verdict
from commission.selectors.scope import opinion_requests_visible_to
from core.accounts.memory import remembered
from core.accounts.models import User
from core.base import clock
from core.reference.models import Criterion, Department
from core.reference.selectors import criteria, departments
from licensing.lifecycle import Status
from licensing.models import Application, Revision

#: How a finding looks in the matrix: the icon and the tone of its cell.
RISK_LOOKS: dict[str, tuple[str, str]] = {
    Risk.NOT_ASSESSED: ("dash", "not_assessed"),
    Risk.CLEAR: ("tick", "none"),
    Risk.ATTENTION: ("triangle", "medium"),
    Risk.BLOCK: ("octagon-bar", "high"),
}
LIST_LIMIT = 100


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One finding: looks and words."""

    risk: str
    icon: str
    label: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One department: eight cells and the verdict in words."""

    short: str
    cells: list[MatrixCell]
    verdict: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request in a list, with the state it is in."""

    request: OpinionRequest
    state: str
    label: str
    days_left: int
    is_overdue: bool


def requests_for(user: User) -> list[RequestRow]:
    """Return the requests of the adviser's department: awaited ones first, by day due."""
    rows = opinion_requests_visible_to(user).select_related(
        "application__manufacturer", "department", "opinion", "revision"
    )
    found = [_row(request) for request in rows.order_by("-due_on")[:LIST_LIMIT]]
    return sorted(found, key=lambda row: (row.state != "requested", row.request.due_on))


def requests_on(application: Application) -> list[RequestRow]:
    """Return every request on a case, the current revision's first."""
    rows = OpinionRequest.objects.filter(application=application).select_related(
        "application", "department", "opinion__author", "revision", "asked_by"
    )
    return [_row(row) for row in rows.order_by("-revision__number", "department__position")]


def _row(request: OpinionRequest) -> RequestRow:
    opinion = getattr(request, "opinion", None)
    left = (request.due_on - clock.today()).days
    if opinion is not None:
        return RequestRow(request, opinion.verdict, opinion.get_verdict_display(), left, False)
    if request.waived_at is not None:
        return RequestRow(request, "waived", _("Went on without it"), left, False)
    if request.revision_id != request.application.current_revision_id:
        return RequestRow(request, "waived", _("Replaced by a newer revision"), left, False)
    if request.application.status != Status.IN_REVIEW:
        return RequestRow(request, "waived", _("No longer awaited"), left, False)
    return RequestRow(request, "requested", _("Awaited"), left, left < 0)


def askable_departments(application: Application) -> QuerySet[Department]:
    """Return the departments not yet asked about the current revision."""
    asked = OpinionRequest.objects.filter(revision=application.current_revision)
    return departments().exclude(pk__in=asked.values("department_id"))


def opinions_on_revision(revision: Revision) -> list[Opinion]:
    """Return the opinions given on a revision, in the order of departments; one query."""
    return list(
        Opinion.objects.filter(request__revision=revision)
        .select_related("request__department", "author")
        .order_by("request__department__position")
    )


def opinions_in_full(revision: Revision) -> list[Opinion]:
    """Return the opinions on a revision with findings, exceptions and conditions to be read."""
    found = opinions_on_revision(revision)
    prefetch_related_objects(found, "findings__criterion", "conditions", "exceptions")
    return found


def matrix(opinions: Iterable[Opinion]) -> list[MatrixRow]:
    """Return departments by criteria; a criterion without finding shows as not assessed."""
    codes = [criterion.code for criterion in all_criteria()]
    return [_matrix_row(opinion, json.loads(opinion.text), codes) for opinion in opinions]


def _matrix_row(opinion: Opinion, said: dict[str, Any], codes: Iterable[str]) -> MatrixRow:
    """Read one row off the text of the opinion, which holds all of it."""
    return MatrixRow(
        short=opinion.request.department.short,
        cells=_cells(said, codes),
        verdict=_verdict_words(opinion.verdict, said),
    )


def _cells(said: dict[str, Any], codes: Iterable[str]) -> list[MatrixCell]:
    risks = {finding["criterion"]: finding["risk"] for finding in said["findings"]}
    cells = []
    for code in codes:
        risk = Risk(risks.get(code, Risk.NOT_ASSESSED))
        icon, tone = RISK_LOOKS[risk]
        cells.append(MatrixCell(risk=tone, icon=icon, label=str(risk.label)))
    return cells


def _verdict_words(verdict: str, said: dict[str, Any]) -> str:
    words = str(Verdict(verdict).label)
    conditions = len(said["conditions"])
    words = f"{words} ({conditions})" if conditions else words
    lines = ", ".join(str(row["line"]) for row in said.get("exceptions", []))
    return f"{words}, {_('but for line')} {lines}" if lines else words


def exceptions_by_line(revision: Revision) -> dict[int, list[LineException]]:
    """Return for each line the departments that do not agree to it."""
    rows = LineException.objects.filter(opinion__request__revision=revision)
    found: dict[int, list[LineException]] = {}
    for row in rows.select_related("opinion__request__department").order_by(
        "opinion__request__department__position"
    ):
        found.setdefault(row.line, []).append(row)
    return found


def all_criteria() -> list[Criterion]:
    """Return the eight criteria in order, read once for a page."""
    return remembered(("criteria",), lambda: list(criteria()))


def default_due(days: int = 10) -> date:
    """Return the day that the form proposes for an answer."""
    return date.fromordinal(clock.today().toordinal() + days)


def departments_asked(revision_id: UUID) -> list[str]:
    """Return the codes of the departments asked about a revision, in their order."""
    asked = OpinionRequest.objects.filter(revision_id=revision_id, waived_at__isnull=True)
    rows = asked.order_by("department__position")
    return list(rows.values_list("department__code", flat=True))
