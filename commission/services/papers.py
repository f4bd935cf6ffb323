"""The papers of an item, frozen when the case is placed on the agenda: digests, not copies."""

from typing import Any

from commission.models import Opinion
from core.base import canonical
from licensing.models import Application, CriterionFinding
from licensing.selectors.case.findings import digest_of, holding_on

#: 2 adds the findings of officers by criterion.
SCHEMA = "dozvil.papers.2"


def freeze_papers(application: Application) -> str:
    """Return the canonical list of what lies before the commission, each with its digest.

    The declared revision, the last run of the checks, what officers found by criterion and the
    opinions given on this revision; a later change of any of them has another digest and so
    cannot pass for what was seen.
    """
    revision = application.current_revision
    assert revision is not None
    application.refresh_from_db(fields=["latest_checks"])
    checks = application.latest_checks
    return canonical.dumps(
        {
            "schema": SCHEMA,
            "case": application.number,
            "revision": {"number": revision.number, "sha256": revision.sha256},
            "checks": {"at": checks.at, "sha256": checks.sha256} if checks else None,
            "criteria": [_finding(one) for one in holding_on(revision)],
            "opinions": [_opinion(opinion) for opinion in opinions_on(application)],
        }
    )


def opinions_on(application: Application) -> list[Opinion]:
    """Return the opinions given on the current revision, in the order of seats."""
    return list(
        Opinion.objects.filter(
            request__application=application, request__revision=application.current_revision
        )
        .select_related("request__department", "author")
        .order_by("request__department__position")
    )


def _finding(finding: CriterionFinding) -> dict[str, Any]:
    return {
        "criterion": finding.criterion.code,
        "risk": finding.risk,
        "at": finding.at,
        "sha256": digest_of(finding),
    }


def _opinion(opinion: Opinion) -> dict[str, Any]:
    return {
        "department": opinion.request.department.code,
        "verdict": opinion.verdict,
        "given_at": opinion.given_at,
        "sha256": opinion.sha256,
    }
