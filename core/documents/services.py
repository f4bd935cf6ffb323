"""The verbs: issue an official document once, and clear the quarantine."""

import json
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.audit import log
from core.base import canonical, clock
from core.base.errors import Conflict
from core.documents import pdf, scanning, selectors, storage
from core.documents.models import IssuedDocument, Scan, StoredFile
from core.documents.sealing import sealer

PDF_TYPE = "application/pdf"


def issue_document(*, kind: str, number: str, subject: str, record_text: str) -> IssuedDocument:
    """Print, seal and keep the document of a record; safe to run again and at the same time.

    `record_text` is the stored canonical text of a record of `core.documents.records`, `subject`
    the thing it belongs to ("licence:<pk>"). Printing and sealing touch no row: whoever inserts
    first wins, the other returns the winner's document. A process killed before leaves no row.
    Raises Conflict when the number already stands for another record.
    """
    if existing := selectors.document_of(kind, number):
        return _same_record(existing, record_text)
    sealed = sealer().seal(pdf.render(kind, json.loads(record_text), record_text))
    issue = _Issue(kind, number, subject, record_text, storage.store(sealed), len(sealed))
    try:
        with transaction.atomic():
            return issue.write()
    except IntegrityError:
        storage.discard(issue.file_sha256)
        winner = selectors.document_of(kind, number)
        if winner is None:
            raise
        return _same_record(winner, record_text)


def rescan_quarantined() -> int:
    """Scan the files that came while the scanner was away; return how many left quarantine."""
    moved = 0
    for file in selectors.in_quarantine():
        verdict = scanning.scan(storage.open_bytes(file.sha256))
        if verdict.scan in {Scan.CLEAN, Scan.INFECTED}:
            moved += _leave_quarantine(file, verdict)
    return moved


@dataclass(frozen=True)
class _Issue:
    kind: str
    number: str
    subject: str
    record_text: str
    file_sha256: str
    size: int

    def write(self) -> IssuedDocument:
        """Insert file, document and event together."""
        file = StoredFile.objects.create(
            sha256=self.file_sha256,
            size=self.size,
            content_type=PDF_TYPE,
            name=f"{self.number.replace('/', '-')}.pdf",
            scan=Scan.CLEAN,
        )
        document = IssuedDocument.objects.create(
            kind=self.kind,
            number=self.number,
            subject=self.subject,
            record_sha256=canonical.digest(self.record_text),
            file=file,
            sealed_at=clock.now(),
            template_version=pdf.template_version(),
        )
        self._record(document)
        return document

    def _record(self, document: IssuedDocument) -> None:
        log.record(
            actor=None,
            verb="document.issued",
            subject=self.subject,
            number=self.number,
            data={
                "kind": self.kind,
                "record_sha256": document.record_sha256,
                "file_sha256": self.file_sha256,
                "template_version": document.template_version,
            },
        )


def _same_record(document: IssuedDocument, record_text: str) -> IssuedDocument:
    if document.record_sha256 != canonical.digest(record_text):
        raise Conflict("document_differs", _("This number already stands for another document."))
    return document


@transaction.atomic
def _leave_quarantine(file: StoredFile, verdict: scanning.Verdict) -> int:
    waiting = StoredFile.objects.filter(pk=file.pk, scan=Scan.QUARANTINED)
    changed = waiting.update(scan=verdict.scan)
    if changed:
        log.record(
            actor=None,
            verb="file.scanned",
            subject=f"file:{file.pk}",
            data={"sha256": file.sha256, "scan": verdict.scan, "malware": verdict.malware},
        )
    return changed
