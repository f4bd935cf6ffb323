"""Notes of officials on a case, who can be mentioned, and findings by criterion."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import officials
from core.reference.models import Criterion
from core.reference.selectors import criteria
from licensing.models import Application, Revision
from licensing.models.access import ApplicationUserObjectPermission as Grant
from licensing.models.notes import CaseNote, CriterionFinding
from licensing.selectors.case.findings import digest_of

PAGE = 30


@dataclass(frozen=True, slots=True)
class NotePage:
    """Notes, the newest first; `older` is the key of the next page, if there is more."""

    notes: list[CaseNote]
    older: UUID | None


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion with the officers' findings on a revision, the one that holds first."""

    criterion: Criterion
    holds: CriterionFinding | None
    earlier: list[CriterionFinding]
    #: Written after the papers were frozen, so not among what lay before the commission.
    is_later: bool = False


def notes_of(case: Application, before: UUID | None = None) -> NotePage:
    """Return a page of the notes on a case, from the one after `before` on."""
    rows = CaseNote.objects.filter(application=case)
    last = rows.filter(pk=before).first() if before else None
    if last:
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    found = list(rows.select_related("author").prefetch_related("mentions__person")[: PAGE + 1])
    return NotePage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def may_be_mentioned(case: Application) -> QuerySet[User]:
    """Return the officials who work on cases and may open this one."""
    everywhere = Q(groups__name__in=[Role.HEAD, Role.SECRETARY])
    officers = Q(groups__name=Role.OFFICER)
    if case.restricted:
        granted = Grant.objects.filter(content_object=case).values("user")
        officers &= Q(pk__in=granted) | Q(pk=case.officer_id)
    named = User.objects.filter(everywhere | officers).values("pk")
    return officials().filter(pk__in=named)


def by_criterion(revision: Revision, frozen: Collection[str] | None = None) -> list[CriterionRow]:
    """Return every criterion with what officers found on a revision (two queries).

    With the digests of `frozen` papers a finding that is not among them is marked as later.
    """
    found: dict[UUID, list[CriterionFinding]] = {}
    rows = CriterionFinding.objects.filter(revision=revision)
    rows = rows.select_related("author", "criterion", "revision")
    for finding in rows.order_by("-at", "-id"):
        found.setdefault(finding.criterion_id, []).append(finding)
    return [_row(criterion, found.get(criterion.pk, []), frozen) for criterion in criteria()]


def _row(
    criterion: Criterion, findings: list[CriterionFinding], frozen: Collection[str] | None
) -> CriterionRow:
    holds = findings[0] if findings else None
    is_later = holds is not None and frozen is not None and digest_of(holds) not in frozen
    return CriterionRow(criterion, holds, findings[1:], is_later)
