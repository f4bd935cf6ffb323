"""End-user certificate: complete fields, in force, undertakings, quantity (domain.md 2.4)."""

import re
from datetime import date, timedelta
from decimal import Decimal

from licensing import procedure
from licensing.checks.base import CheckResult, Reason, attention, block, clear
from licensing.snapshot import CertificateSnapshot, Line, Snapshot

CODE = "certificate"
# A certificate that ends within this time will hardly outlive the examination.
SOON = timedelta(days=60)


def check_certificate(content: Snapshot, at: date) -> CheckResult:
    """Block a missing, incomplete or expired certificate; point at what must be explained."""
    certificate = content.certificate
    if certificate is None:
        return CheckResult(CODE, (_absent(content, at),))
    reasons = (
        *_fields(certificate),
        *_dates(certificate, at),
        *_undertakings(certificate),
        *_goods(certificate, content),
        *_end_user(certificate, content),
    )
    evidence = {"number": certificate.number, "valid_until": _iso(certificate.valid_until)}
    return CheckResult(CODE, reasons or (_in_order(certificate),), evidence)


def _absent(content: Snapshot, at: date) -> Reason:
    """Block, unless this form of application asks for no certificate."""
    rules = procedure.rules_for(content, at)
    if CODE in procedure.sections_of(content, rules):
        return block("certificate.missing", CODE)
    return clear("certificate.not_asked")


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


def _goods(certificate: CertificateSnapshot, content: Snapshot) -> list[Reason]:
    """Compare the figures of the paper with the lines: more asked than vouched is explained."""
    found, lines = [], content.lines
    stated = certificate.quantity_stated
    asked = sum((line.quantity for line in lines), Decimal(0))
    if stated is not None and asked > stated:
        found.append(attention("certificate.fewer", CODE, **_figures(stated, asked)))
    if stated is not None and lines and asked < stated:
        found.append(attention("certificate.more", CODE, **_figures(stated, asked)))
    named = certificate.goods_named
    unnamed = [line for line in lines if named and not _names(named, line)]
    found += [
        attention("certificate.goods_not_named", CODE, position=str(line.position), name=line.name)
        for line in unnamed
    ]
    if certificate.contract_named and content.contract_no not in certificate.contract_named:
        found.append(
            attention("certificate.other_contract", CODE, named=certificate.contract_named,
                      contract=content.contract_no)
        )  # fmt: skip
    return found


def _figures(stated: Decimal, asked: Decimal) -> dict[str, str]:
    return {"stated": f"{stated.normalize():f}", "asked": f"{asked.normalize():f}"}


def _names(named: str, line: Line) -> bool:
    """Tell whether the goods the paper names could be this line: a significant word is shared."""
    words = _words(named)
    return bool(words & (_words(line.name_en) | _words(line.name_uk) | _words(line.control_code)))


def _end_user(certificate: CertificateSnapshot, content: Snapshot) -> list[Reason]:
    """Compare who vouches with who uses: the paper of one body covers no other."""
    party, named = content.end_user, certificate.end_user_named
    if party is None or not named:
        return []
    if _words(named) & (_words(party.name_en) | _words(party.name_uk)):
        return []
    return [block("certificate.other_end_user", CODE, named=named, party=party.name)]


def _words(text: str) -> set[str]:
    """Return the significant words: four letters or more, or with a digit, without case."""
    words = re.findall(r"[\w.-]+", text.casefold())
    return {word for word in words if len(word) > 3 or any(sign.isdigit() for sign in word)}


def _in_order(certificate: CertificateSnapshot) -> Reason:
    if certificate.valid_until is None:
        return clear("certificate.clear_open", number=certificate.number)
    return clear("certificate.clear", number=certificate.number, ends=_iso(certificate.valid_until))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
