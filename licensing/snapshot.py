"""The declared content as plain frozen data: what `submit` freezes and what everybody reads.

`freeze` reads the working rows once and gives a `Snapshot`; its canonical text is the revision.
`read` turns a kept text back into the same shape. Checks, pages and records work on snapshots
only, so they cannot tell a draft from a revision and judge both alike.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django_countries import countries

from core.documents.models import Scan
from core.reference.models import Paper
from core.reference.selectors import papers
from licensing.models import (
    ActKind,
    Application,
    AttachmentKind,
    EndUserCertificate,
    Kind,
    PartyRole,
    Subject,
)

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
class ComponentSnapshot:
    """A foreign part of a product and the consent of its supplier, as they were."""

    id: str
    name: str
    country: str
    supplier: str
    needs_consent: bool
    consent_no: str
    consent_issued_on: date | None
    consent_valid_until: date | None
    consent_sha256: str = ""

    @property
    def lacks_consent(self) -> bool:
        """Tell whether a consent is needed and none is named."""
        return self.needs_consent and not self.consent_no


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
    #: From the catalogue of the company; "" for goods that are not in it.
    product_id: str = ""
    production_line_id: str = ""
    serial_rule: str = ""
    components: tuple[ComponentSnapshot, ...] = ()

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
    #: What the checklist called it when it was frozen.
    title_uk: str = ""
    title_en: str = ""

    @property
    def kind_label(self) -> str:
        """Return what the file is, in words."""
        named = _in_language(self, "title")
        return named or str(dict(AttachmentKind.choices).get(self.kind, self.kind))

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
    end_user_named: str = ""
    goods_named: str = ""
    contract_named: str = ""


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
    act: str = ActKind.PERMIT.value
    subject_kind: str = Subject.GOODS.value
    other_destinations: tuple[str, ...] = ()
    origin: str = ""
    transfer: str = ""
    #: The number of the permit under which the goods left; "" unless they are to be passed on.
    under: str = ""
    schema: str = SCHEMA
    #: Whose text this is; known to the checks, never part of what is declared.
    case_id: str = ""

    @property
    def destination_name(self) -> str:
        """Return the country of destination in the reader's language."""
        return country_name(self.destination)

    @property
    def origin_name(self) -> str:
        """Return the country the brokered goods come from, in the reader's language."""
        return country_name(self.origin)

    @property
    def states(self) -> list[str]:
        """Return the further countries of destination in the reader's language."""
        return [country_name(code) for code in self.other_destinations]

    @property
    def form_label(self) -> str:
        """Return what is asked for, in words: act, kind and subject."""
        parts = (ActKind(self.act).label, Kind(self.kind).label, Subject(self.subject_kind).label)
        last = 1 if self.act == ActKind.REEXPORT else len(parts)
        return " · ".join(str(part) for part in parts[self.act == ActKind.PERMIT : last])

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
        declared = asdict(self)
        del declared["case_id"]
        return declared


_FIELDS = (
    "kind", "track", "title", "destination", "contract_no", "contract_date", "incoterm",
    "contract_place", "end_use_uk", "end_use_en", "act", "subject_kind", "origin", "transfer",
)  # fmt: skip
_COMPANY = ("name_uk", "name_en", "edrpou", "address_uk", "address_en", "registration_no")
_LINE = ("position", "name_uk", "name_en", "control_code", "list_edition", "uktzed", "quantity",
         "unit", "value", "currency")  # fmt: skip
_PARTY = ("role", "name_uk", "name_en", "country", "register_no", "address_uk", "address_en")
_CERTIFICATE = (
    "number", "issued_on", "valid_until", "issuer", "signatory_name", "signatory_position",
    "quantity_stated", "undertakes_no_reexport", "allows_checks", "authenticity_confirmed_on",
    "end_user_named", "goods_named", "contract_named",
)  # fmt: skip

# What the revision adds to the declared content: by whom and when it was signed.
_SIGNATURE = ("revision", "declaration", "signed_by", "signed_at")


def freeze(application: Application) -> Snapshot:
    """Return the working rows of an application as a snapshot (five queries at most)."""
    company = application.manufacturer
    return Snapshot(
        **_take(application, _FIELDS),
        other_destinations=tuple(application.other_destinations),
        under=application.under.number if application.under else "",
        company=Company(id=str(company.pk), **_take(company, _COMPANY)),
        lines=tuple(
            Line(**_take(line, _LINE), **_product(line.product_facts))
            for line in application.lines.all()
        ),
        parties=tuple(PartySnapshot(**_take(p, _PARTY)) for p in application.parties.all()),
        certificate=_certificate(application),
        files=_files(application),
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
            "other_destinations": tuple(content.get("other_destinations", ())),
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
    kept = EndUserCertificate.objects.filter(application=application)
    found = kept.select_related("file").first()
    if found is None:
        return None
    file = _file(found.file, "certificate") if found.file else None
    return CertificateSnapshot(**_take(found, _CERTIFICATE), file=file)


def _files(application: Application) -> tuple[FileSnapshot, ...]:
    rows = list(application.attachments.select_related("file"))
    titles = {paper.code: paper for paper in papers()} if rows else {}
    return tuple(_file(row.file, row.kind, titles.get(row.kind)) for row in rows)


def _file(stored: Any, kind: str, paper: Paper | None = None) -> FileSnapshot:
    return FileSnapshot(
        id=str(stored.pk),
        kind=kind,
        title_uk=paper.title_uk if paper else "",
        title_en=paper.title_en if paper else "",
        **_take(stored, ("name", "sha256", "size", "content_type", "scan")),
    )


def _product(facts: dict[str, Any]) -> dict[str, Any]:
    """Return what a line says of its product, from the facts kept with it or in a revision."""
    parts = facts.get("components", ())
    names = ("product_id", "production_line_id", "serial_rule")
    return {name: facts.get(name, "") for name in names} | {
        "components": tuple(_component(part) for part in parts)
    }


def with_product(line: Line, facts: dict[str, Any]) -> Line:
    """Return a line with other facts of its product, as `facts_of` gives them."""
    return replace(line, **_product(facts))


def _component(content: dict[str, Any]) -> ComponentSnapshot:
    days = {name: _day(content[name]) for name in ("consent_issued_on", "consent_valid_until")}
    return ComponentSnapshot(**{**content, **days})


def _line(content: dict[str, Any]) -> Line:
    return Line(
        **{
            **content,
            **_product(content),
            "quantity": Decimal(content["quantity"]),
            "value": Decimal(content["value"]),
        }
    )


def _read_certificate(content: dict[str, Any]) -> CertificateSnapshot:
    named = ("issued_on", "valid_until", "authenticity_confirmed_on")
    dates = {name: _day(content[name]) for name in named}
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
