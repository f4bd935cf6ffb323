"""Reads of files and issued documents. Who may read which is decided by the app that owns it."""

from collections.abc import Collection

from django.db.models import QuerySet

from core.documents import storage
from core.documents.models import IssuedDocument, Scan, StoredFile


def document_of(kind: str, number: str) -> IssuedDocument | None:
    """Return the issued document of a kind and number; None while it is not issued."""
    return _documents().filter(kind=kind, number=number).first()


def numbers_printed(kind: str, numbers: Collection[str]) -> frozenset[str]:
    """Return those of the numbers whose document is sealed (one query)."""
    found = IssuedDocument.objects.filter(kind=kind, number__in=numbers)
    return frozenset(found.values_list("number", flat=True))


def documents_of(subject: str) -> QuerySet[IssuedDocument]:
    """Return the documents of one thing ("licence:<pk>"), oldest first."""
    return _documents().filter(subject=subject).order_by("sealed_at", "id")


def document_by_digest(digest: str) -> IssuedDocument | None:
    """Return the document whose record has this SHA-256, in capitals (QR) or small letters."""
    return _documents().filter(record_sha256=digest.lower()).first()


def content_of(document: IssuedDocument) -> bytes:
    """Return the sealed PDF, checked against its digest."""
    return storage.open_bytes(document.file.sha256)


def in_quarantine() -> QuerySet[StoredFile]:
    """Return the files that wait for the scanner, oldest first."""
    return StoredFile.objects.filter(scan=Scan.QUARANTINED).order_by("created_at")


def _documents() -> QuerySet[IssuedDocument]:
    return IssuedDocument.objects.select_related("file")
