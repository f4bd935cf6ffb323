"""Foreign components: what came under another state's control travels on with its consent only.

Judged by the facts frozen with the application; a consent that ends soon is pointed at.
"""

from datetime import date, timedelta

from licensing.checks.base import CheckResult, Reason, attention, block, clear
from licensing.snapshot import ComponentSnapshot, Snapshot

CODE = "foreign_components"
# A consent that ends within this time will hardly outlive the examination.
SOON = timedelta(days=60)


def check_foreign_components(content: Snapshot, at: date) -> CheckResult:
    """Block a consent that is missing, not yet valid or ended on the day."""
    parts = {part.id: part for line in content.lines for part in line.components}
    needed = [part for part in parts.values() if part.needs_consent]
    reasons = tuple(reason for part in needed if (reason := _judge(part, at)) is not None)
    quiet = (
        clear("components.clear", count=str(len(needed))) if needed else clear("components.none")
    )
    evidence = {f"consent:{part.id}": part.consent_no for part in needed}
    return CheckResult(CODE, reasons or (quiet,), evidence)


def _judge(part: ComponentSnapshot, at: date) -> Reason | None:
    if part.lacks_consent or part.consent_issued_on is None:
        return block("components.no_consent", "lines", name=part.name, supplier=part.supplier)
    if part.consent_issued_on > at:
        issued = part.consent_issued_on.isoformat()
        return block("components.not_yet", "lines", name=part.name, issued=issued)
    ends = part.consent_valid_until
    if ends is None or ends >= at + SOON:
        return None
    day = ends.isoformat()
    if ends < at:
        return block("components.ended", "lines", name=part.name, ended=day)
    return attention("components.ends_soon", "lines", name=part.name, ends=day)
