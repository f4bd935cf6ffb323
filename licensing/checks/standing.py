"""Standing: registration and the authority under Res. 838 hold on the day (domain.md, fact 2)."""

from datetime import date

from licensing.checks.base import CheckResult, Reason, attention, block, clear
from licensing.snapshot import Snapshot
from manufacturers.models import Authority, Manufacturer

CODE = "standing"


def check_standing(content: Snapshot, at: date) -> CheckResult:
    """Block a company without registration or authority on the day; read as it is now."""
    company = Manufacturer.objects.prefetch_related("authorities").get(pk=content.company.id)
    authority = next(
        (one for one in company.authorities.all() if one.issued_on <= at <= one.valid_until), None
    )
    reasons = (*_registration(company, at), *_authority(authority))
    evidence = {
        "registration": company.registration_no,
        "authority": authority.number if authority else "",
        "on": at.isoformat(),
    }
    return CheckResult(CODE, reasons or (clear("standing.clear"),), evidence)


def _registration(company: Manufacturer, at: date) -> list[Reason]:
    ends = company.registration_valid_until
    if company.registered_on > at:
        return [block("standing.not_registered", "company")]
    if ends is not None and ends < at:
        return [block("standing.registration_ended", "company", ended=ends.isoformat())]
    if not company.is_verified:
        return [attention("standing.not_verified", "company")]
    return []


def _authority(authority: Authority | None) -> list[Reason]:
    return [] if authority else [block("standing.no_authority", "company")]
