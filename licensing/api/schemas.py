"""What programs of a company read of its drafts."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from ninja import Schema

from core.api.schemas import Exact, one_of
from core.documents.models import Scan
from licensing.checks import Outcome
from licensing.models import (
    ActKind,
    Application,
    Attachment,
    EndUserCertificate,
    GoodsLine,
    Kind,
    Party,
    PartyRole,
    Subject,
    Track,
)
from licensing.selectors.applicant.check import PreVerdict

Severity = Annotated[str, one_of("Severity", Outcome.values)]


class LineOut(Schema):
    """A goods line."""

    id: UUID
    position: int
    name_uk: str
    name_en: str
    control_code: str
    list_edition: str
    uktzed: str
    quantity: Exact
    unit: str
    value: Exact
    currency: str
    product: UUID | None

    @staticmethod
    def resolve_product(line: GoodsLine) -> UUID | None:
        """Return the product of the catalogue that the line was made of."""
        return line.product_id


class PartyOut(Schema):
    """A firm or body other than the applicant."""

    id: UUID
    role: Annotated[str, one_of("PartyRole", PartyRole.values)]
    name_uk: str
    name_en: str
    country: str
    register_no: str
    address_uk: str
    address_en: str


class FileOut(Schema):
    """A file of the draft; in quarantine while the scanner has not seen it."""

    id: UUID
    kind: str
    name: str
    size: int
    sha256: str
    scan: Annotated[str, one_of("Scan", Scan.values)]

    @staticmethod
    def of(attachment: Attachment) -> dict[str, object]:
        """Return an attached file."""
        file = attachment.file
        facts = {name: getattr(file, name) for name in ("name", "size", "sha256", "scan")}
        return {"id": attachment.pk, "kind": attachment.kind, **facts}


class CertificateOut(Schema):
    """The end-user certificate as it was copied from the signed paper."""

    number: str
    issued_on: date
    valid_until: date | None
    issuer: str
    signatory_name: str
    signatory_position: str
    quantity_stated: Exact | None
    undertakes_no_reexport: bool
    allows_checks: bool
    authenticity_confirmed_on: date | None
    file_sha256: str | None

    @staticmethod
    def resolve_file_sha256(certificate: EndUserCertificate) -> str | None:
        """Return the digest of the signed certificate, if it was sent."""
        return certificate.file.sha256 if certificate.file else None


class DraftRow(Schema):
    """A draft in the list."""

    id: UUID
    title: str
    destination: str
    version: int
    saved_at: datetime | None


class DraftPage(Schema):
    """A page of drafts, the latest begun first."""

    items: list[DraftRow]
    next: str | None


class DraftOut(DraftRow):
    """A draft with everything in it."""

    number: str | None
    amends: bool
    act: Annotated[str, one_of("CaseAct", ActKind.values)]
    kind: Annotated[str, one_of("PermitKind", Kind.values)]
    subject_kind: Annotated[str, one_of("SubjectKind", Subject.values)]
    track: Annotated[str, one_of("ExaminationTrack", Track.values)]
    other_destinations: list[str]
    origin: str
    transfer: str
    contract_no: str
    contract_date: date | None
    incoterm: str
    contract_place: str
    end_use_uk: str
    end_use_en: str
    lines: list[LineOut]
    parties: list[PartyOut]
    certificate: CertificateOut | None
    files: list[FileOut]
    page: str

    @staticmethod
    def resolve_amends(draft: Application) -> bool:
        """Return whether the draft changes a case in review."""
        return draft.amendment_open

    @staticmethod
    def resolve_lines(draft: Application) -> list[GoodsLine]:
        """Return the goods lines in their order."""
        return list(draft.lines.all())

    @staticmethod
    def resolve_parties(draft: Application) -> list[Party]:
        """Return the end user and the other parties."""
        return list(draft.parties.all())

    @staticmethod
    def resolve_certificate(draft: Application) -> EndUserCertificate | None:
        """Return the certificate, or None before it was copied."""
        found = EndUserCertificate.objects.filter(application=draft)
        return found.select_related("file").first()

    @staticmethod
    def resolve_files(draft: Application) -> list[dict[str, object]]:
        """Return the attached files."""
        return [FileOut.of(one) for one in draft.attachments.select_related("file")]

    @staticmethod
    def resolve_page(draft: Application) -> str:
        """Return the address at which people see the same draft."""
        return page_of(draft, "applications:tasks")


class FindingOut(Schema):
    """One thing that would be sent back or asked about, and the address that puts it right."""

    code: str
    outcome: Severity
    text: str
    section: str
    field: str
    url: str


class CheckOut(Schema):
    """What the officer's own checks say of the draft as it is now."""

    at: str
    verdict: Annotated[str, one_of("PreVerdict", PreVerdict)]
    findings: list[FindingOut]
    checks: dict[str, Severity]


class HandedOut(Schema):
    """The draft waits for a signature; a signatory gives it at this address, in the browser."""

    sign_at: str
    signatories: list[str]


def page_of(case: Application, name: str) -> str:
    """Return the full address of a page of the draft or case."""
    return f"{settings.SITE_URL}{reverse(name, args=[case.ref])}"
