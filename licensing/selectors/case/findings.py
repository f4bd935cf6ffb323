"""Findings by criterion as a record quotes them: plain content with its digest.

Frozen papers name the digest, the decision record quotes the content beside it; whoever holds both
can tell which findings lay before the commission and that none of them was changed.
"""

from collections.abc import Sequence
from typing import Any

from core.base import canonical
from licensing.models import Application, Revision
from licensing.models.notes import CriterionFinding


def content_of(finding: CriterionFinding) -> dict[str, Any]:
    """Return a finding as it is quoted."""
    return {
        "revision": finding.revision.number,
        "criterion": finding.criterion.code,
        "risk": finding.risk,
        "reason": finding.reason,
        "evidence": finding.evidence,
        "author": finding.author_id,
        "at": finding.at,
    }


def digest_of(finding: CriterionFinding) -> str:
    """Return the digest of the canonical text of a finding."""
    return canonical.digest(canonical.dumps(content_of(finding)))


def findings_of(application: Application) -> Sequence[CriterionFinding]:
    """Return every finding on a case, also on earlier texts, in the order in which they came."""
    rows = CriterionFinding.objects.filter(application=application)
    return list(rows.select_related("criterion", "revision").order_by("at", "id"))


def holding_on(revision: Revision) -> Sequence[CriterionFinding]:
    """Return the finding that holds under each assessed criterion of a text, in their order."""
    rows = CriterionFinding.objects.filter(revision=revision)
    last = rows.order_by("criterion__code", "-at", "-id").distinct("criterion__code")
    return list(last.select_related("criterion", "revision"))
