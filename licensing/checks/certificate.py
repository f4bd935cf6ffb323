"""End-user certificate: complete fields, in force, undertakings, quantity (domain.md 2.4)."""

from datetime import date, timedelta
from decimal import Decimal

from licensing.checks.base import CheckResult, Reason, attention, block, clear
from licensing.snapshot import CertificateSnapshot, Snapshot

CODE = "certificate"
# A certificate that ends within this time will hardly outlive the examination.
SOON = timedelta(days=60)


def check_certificate(content: Snapshot, at: date) -> CheckResult:
    """Block a missing, incomplete or expired certificate; point at what must be explained."""
    certificate = content.certificate
    if certificate is None:
        return CheckResult(CODE, (block("certificate.missing", CODE),))
    reasons = (
        *_fields(certificate),
        *_dates(certificate, at),
        *_undertakings(certificate),
        *_quantity(certificate, content),
    )
    evidence = {"number": certificate.number, "valid_until": _iso(certificate.valid_until)}
    return CheckResult(CODE, reasons or (_in_order(certificate),), evidence)


def _fields(certificate: CertificateSnapshot) -> list[Reason]:
    found = []
    if not certificate.signatory_position:
        found.append(block("certificate.no_position", CODE))
    if certificate.file is None:
        found.append(block("certificate.no_file", CODE))
    if certificate.authenticity_confirmed_on is None:
        found.append(attention("certificate.not_confirmed", CODE))
    return found


def _dates(certificate: CertificateSnapshot, at: date) -> list[Reason]:
    if certificate.issued_on > at:
        return [block("certificate.from_the_future", CODE, issued=_iso(certificate.issued_on))]
    ends = certificate.valid_until
    if ends is None:
        return []
    if ends < at:
        return [block("certificate.expired", CODE, ended=_iso(ends))]
    if ends < at + SOON:
        return [attention("certificate.ends_soon", CODE, ends=_iso(ends))]
    return []


def _undertakings(certificate: CertificateSnapshot) -> list[Reason]:
    found = []
    if not certificate.undertakes_no_reexport:
        found.append(block("certificate.no_undertaking", CODE))
    if not certificate.allows_checks:
        found.append(attention("certificate.no_checks", CODE))
    return found


def _quantity(certificate: CertificateSnapshot, content: Snapshot) -> list[Reason]:
    stated = certificate.quantity_stated
    asked = sum((line.quantity for line in content.lines), Decimal(0))
    if stated is None or asked <= stated:
        return []
    return [
        attention("certificate.fewer", "lines", stated=f"{stated.normalize():f}",
                  asked=f"{asked.normalize():f}")
    ]  # fmt: skip


def _in_order(certificate: CertificateSnapshot) -> Reason:
    if certificate.valid_until is None:
        return clear("certificate.clear_open", number=certificate.number)
    return clear("certificate.clear", number=certificate.number, ends=_iso(certificate.valid_until))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
