"""The declared content as plain frozen data: what `submit` freezes and what everybody reads.

`freeze` reads the working rows once and gives a `Snapshot`; its canonical text is the revision.
`read` turns a kept text back into the same shape. Checks, pages and records work on snapshots
only, so they cannot tell a draft from a revision and judge both alike.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django_countries import countries

from core.documents.models import Scan
from licensing.models import Application, AttachmentKind, EndUserCertificate, PartyRole

SCHEMA = "dozvil.revision.1"


def _in_language(row: object, field: str) -> str:
    language = "en" if get_language() == "en" else "uk"
    return str(getattr(row, f"{field}_{language}"))


def country_name(code: str) -> str:
    """Return the name of a country in the reader's language."""
    return str(countries.name(code) or code)


@dataclass(frozen=True, slots=True)
class Company:
    """The applicant as declared."""

    id: str
    name_uk: str
    name_en: str
    edrpou: str
    address_uk: str
    address_en: str
    registration_no: str

    @property
    def name(self) -> str:
        """Return the name in the reader's language."""
        return _in_language(self, "name")


@dataclass(frozen=True, slots=True)
class Line:
    """One goods line."""

    position: int
    name_uk: str
    name_en: str
    control_code: str
    list_edition: str
    uktzed: str
    quantity: Decimal
    unit: str
    value: Decimal
    currency: str

    @property
    def name(self) -> str:
        """Return the name in the reader's language."""
        return _in_language(self, "name")


@dataclass(frozen=True, slots=True)
class PartySnapshot:
    """A party in its role."""

    role: str
    name_uk: str
    name_en: str
    country: str
    register_no: str
    address_uk: str
    address_en: str

    @property
    def name(self) -> str:
        """Return the name in the reader's language."""
        return _in_language(self, "name")

    @property
    def address(self) -> str:
        """Return the address in the reader's language."""
        return _in_language(self, "address")

    @property
    def country_name(self) -> str:
        """Return the country in the reader's language."""
        return country_name(self.country)

    @property
    def role_label(self) -> str:
        """Return the part it plays, in words."""
        return str(PartyRole(self.role).label)


@dataclass(frozen=True, slots=True)
class FileSnapshot:
    """A file by its content digest."""

    id: str
    kind: str
    name: str
    sha256: str
    size: int
    content_type: str
    scan: str

    @property
    def kind_label(self) -> str:
        """Return what the file is, in words."""
        return str(AttachmentKind(self.kind).label)

    @property
    def scan_label(self) -> str:
        """Return what the scan found, in words."""
        return str(Scan(self.scan).label)


@dataclass(frozen=True, slots=True)
class CertificateSnapshot:
    """The end-user certificate."""

    number: str
    issued_on: date
    valid_until: date | None
    issuer: str
    signatory_name: str
    signatory_position: str
    quantity_stated: Decimal | None
    undertakes_no_reexport: bool
    allows_checks: bool
    authenticity_confirmed_on: date | None
    file: FileSnapshot | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the company declares in one application."""

    kind: str
    track: str
    title: str
    destination: str
    contract_no: str
    contract_date: date | None
    incoterm: str
    contract_place: str
    end_use_uk: str
    end_use_en: str
    company: Company
    lines: tuple[Line, ...]
    parties: tuple[PartySnapshot, ...]
    certificate: CertificateSnapshot | None
    files: tuple[FileSnapshot, ...]
    schema: str = SCHEMA

    @property
    def destination_name(self) -> str:
        """Return the country of destination in the reader's language."""
        return country_name(self.destination)

    @property
    def end_use(self) -> str:
        """Return the stated end use in the reader's language."""
        return _in_language(self, "end_use")

    @property
    def end_user(self) -> PartySnapshot | None:
        """Return the end user, or None while there is none."""
        return next((p for p in self.parties if p.role == PartyRole.END_USER), None)

    @property
    def consignee(self) -> PartySnapshot | None:
        """Return the first consignee, or None."""
        return next((p for p in self.parties if p.role == PartyRole.CONSIGNEE), None)

    @property
    def totals(self) -> dict[str, Decimal]:
        """Return the declared value by currency."""
        sums: dict[str, Decimal] = {}
        for line in self.lines:
            sums[line.currency] = sums.get(line.currency, Decimal(0)) + line.value
        return sums

    def content(self) -> dict[str, Any]:
        """Return the plain content that the canonical text is made of."""
        return asdict(self)


_FIELDS = (
    "kind", "track", "title", "destination", "contract_no", "contract_date", "incoterm",
    "contract_place", "end_use_uk", "end_use_en",
)  # fmt: skip
_COMPANY = (
    "name_uk", "name_en", "edrpou", "address_uk", "address_en", "registration_no",
)  # fmt: skip
_LINE = (
    "position", "name_uk", "name_en", "control_code", "list_edition", "uktzed", "quantity",
    "unit", "value", "currency",
)  # fmt: skip
_PARTY = ("role", "name_uk", "name_en", "country", "register_no", "address_uk", "address_en")
_CERTIFICATE = (
    "number", "issued_on", "valid_until", "issuer", "signatory_name", "signatory_position",
    "quantity_stated", "undertakes_no_reexport", "allows_checks", "authenticity_confirmed_on",
)  # fmt: skip

# What the revision adds to the declared content: by whom and when it was signed.
_SIGNATURE = ("revision", "declaration", "signed_by", "signed_at")


def freeze(application: Application) -> Snapshot:
    """Return the working rows of an application as a snapshot (five queries at most)."""
    company = application.manufacturer
    return Snapshot(
        **_take(application, _FIELDS),
        company=Company(id=str(company.pk), **_take(company, _COMPANY)),
        lines=tuple(Line(**_take(line, _LINE)) for line in application.lines.all()),
        parties=tuple(PartySnapshot(**_take(p, _PARTY)) for p in application.parties.all()),
        certificate=_certificate(application),
        files=tuple(
            _file(attachment.file, attachment.kind)
            for attachment in application.attachments.select_related("file")
        ),
    )


def read(text: str) -> Snapshot:
    """Return the snapshot whose canonical text this is."""
    content = json.loads(text)
    certificate = content.pop("certificate")
    for signature in _SIGNATURE:
        content.pop(signature, None)
    return Snapshot(
        **{
            **content,
            "contract_date": _day(content["contract_date"]),
            "company": Company(**content["company"]),
            "lines": tuple(_line(line) for line in content["lines"]),
            "parties": tuple(PartySnapshot(**party) for party in content["parties"]),
            "files": tuple(FileSnapshot(**file) for file in content["files"]),
        },
        certificate=_read_certificate(certificate) if certificate else None,
    )


def _take(source: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(source, name) for name in names}


def _certificate(application: Application) -> CertificateSnapshot | None:
    found = (
        EndUserCertificate.objects.filter(application=application).select_related("file").first()
    )
    if found is None:
        return None
    file = _file(found.file, "certificate") if found.file else None
    return CertificateSnapshot(**_take(found, _CERTIFICATE), file=file)


def _file(stored: Any, kind: str) -> FileSnapshot:
    return FileSnapshot(
        id=str(stored.pk),
        kind=kind,
        **_take(stored, ("name", "sha256", "size", "content_type", "scan")),
    )


def _line(content: dict[str, Any]) -> Line:
    return Line(
        **{
            **content,
            "quantity": Decimal(content["quantity"]),
            "value": Decimal(content["value"]),
        }
    )


def _read_certificate(content: dict[str, Any]) -> CertificateSnapshot:
    dates = {
        name: _day(content[name])
        for name in ("issued_on", "valid_until", "authenticity_confirmed_on")
    }
    stated = content["quantity_stated"]
    file = content["file"]
    return CertificateSnapshot(
        **{
            **content,
            **dates,
            "quantity_stated": Decimal(stated) if stated is not None else None,
            "file": FileSnapshot(**file) if file else None,
        }
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
