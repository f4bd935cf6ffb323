"""Officers' notes on findings: which note belongs to which result.

A note holds for exactly what was found on exactly the text that was declared. Figures that only
say what was looked at (`evidence`) do not change a finding.
"""

from collections.abc import Iterable
from uuid import UUID

from core.base import canonical
from licensing.checks.base import CheckResult, Outcome
from licensing.models import CheckNote


def digest_of(revision_sha256: str, result: CheckResult) -> str:
    """Return what names the finding that asks for attention: check, reasons, revision."""
    found = [
        canonical.dumps({"code": reason.code, "params": dict(reason.params)})
        for reason in result.reasons
        if reason.outcome == Outcome.ATTENTION
    ]
    named = {"revision": revision_sha256, "check": result.code, "found": sorted(found)}
    return canonical.digest(canonical.dumps(named))


def known(
    application_id: UUID, revision_sha256: str, results: Iterable[CheckResult]
) -> dict[str, CheckNote]:
    """Return the last note on each result that asks for attention, by the code of its check."""
    wanted = {
        digest_of(revision_sha256, result): result.code
        for result in results
        if result.outcome == Outcome.ATTENTION
    }
    if not wanted:
        return {}
    kept = CheckNote.objects.filter(application=application_id, digest__in=wanted)
    return {wanted[note.digest]: note for note in kept.select_related("by")}
