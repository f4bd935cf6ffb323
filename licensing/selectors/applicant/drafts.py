"""The rows of a draft, each found within its case, and as the values of its form."""

from uuid import UUID

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404

from core.reference.selectors import papers
from licensing.models import (
    Application,
    Attachment,
    EndUserCertificate,
    GoodsLine,
    Party,
    PartyRole,
)
from licensing.procedure import ON_OWN_PAGE


def get_line(case: Application, line_id: UUID) -> GoodsLine:
    """Return a line of the draft. Raises Http404."""
    return get_object_or_404(case.lines, pk=line_id)


def get_other_party(case: Application, party_id: UUID) -> Party:
    """Return a consignee or intermediary of the draft. Raises Http404."""
    return get_object_or_404(case.parties.exclude(role=PartyRole.END_USER), pk=party_id)


def end_user_of(case: Application) -> Party | None:
    """Return the end user of the draft, or None."""
    return case.parties.filter(role=PartyRole.END_USER).first()


def other_parties(case: Application) -> QuerySet[Party]:
    """Return the consignees and intermediaries of the draft."""
    return case.parties.exclude(role=PartyRole.END_USER)


def get_attachment(case: Application, attachment_id: UUID) -> Attachment:
    """Return an attached file of the draft. Raises Http404."""
    return get_object_or_404(case.attachments.select_related("file"), pk=attachment_id)


def attachments(case: Application, kind: str) -> QuerySet[Attachment]:
    """Return the files of one kind."""
    return case.attachments.select_related("file").filter(kind=kind)


def other_documents(case: Application) -> list[Attachment]:
    """Return the files that have no page of their own, each with its `paper` (two queries)."""
    titles = {paper.code: str(paper) for paper in papers()}
    rows = list(case.attachments.select_related("file").exclude(kind__in=ON_OWN_PAGE))
    for row in rows:
        row.paper = titles.get(row.kind, row.kind)  # type: ignore[attr-defined]
    return rows


def certificate_values(case: Application) -> dict[str, object]:
    """Return the certificate of the draft as the values of its form; empty without one."""
    found = EndUserCertificate.objects.filter(application=case).select_related("file").first()
    return _values(found) if found else {}


def line_values(line: GoodsLine) -> dict[str, object]:
    """Return a line as the values of its form."""
    return {**_values(line), "product": line.product_id}


def party_values(party: Party) -> dict[str, object]:
    """Return a party as the values of its form."""
    return _values(party)


def _values(row: Model) -> dict[str, object]:
    return {field.name: getattr(row, field.name) for field in row._meta.fields}
