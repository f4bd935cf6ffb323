"""Proofs that `verify_ledger` runs beyond the log itself (`settings.LEDGER_VERIFIERS`).

The log proves its own texts; here the things those texts speak of are held against them: the
records of decisions, licences and refusals, and the sealed files. Everything is read anew and
hashed anew; nothing is written.
"""

import io
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pikepdf
from django.db import connection, transaction
from django.utils.translation import gettext as _

from core.audit.findings import Finding
from core.base.canonical import digest
from core.documents import storage
from core.documents.models import IssuedDocument, StoredFile
from core.documents.pdf import ATTACHMENT
from licensing import licence_life

# Each text with its column of the digest and the events that must name it. A licence and a
# refusal are named by the decision that issued them, or by an event of their own.
_TEXTS = """
    SELECT kept.kind, kept.number, kept.text, kept.sha256,
           EXISTS (SELECT 1 FROM audit_event event
                   WHERE event.subject IN (kept.case_subject, kept.own_subject)
                     AND event.verb = ANY(kept.verbs)
                     AND position(kept.sha256 IN event.body) > 0)
    FROM (
        SELECT 'decision' AS kind, number, text, sha256, 'case:' || application_id AS case_subject,
               'decision:' || id AS own_subject, ARRAY['case.decided'] AS verbs
        FROM licensing_decision
        UNION ALL
        SELECT 'licence', number, record_text, record_sha256, 'case:' || application_id,
               'licence:' || id, ARRAY['case.decided', 'licence.issued']
        FROM licensing_licence
        UNION ALL
        SELECT 'refusal', number, record_text, record_sha256, 'case:' || application_id,
               'refusal:' || id, ARRAY['case.decided', 'refusal.issued']
        FROM licensing_refusal
        UNION ALL
        SELECT 'revision', application.number || '/' || revision.number, revision.text,
               revision.sha256, 'case:' || application_id, '',
               ARRAY['case.submitted', 'case.amended']
        FROM licensing_revision revision
        JOIN licensing_application application ON application.id = revision.application_id
        UNION ALL
        SELECT 'outcome', application.number, outcome.text, outcome.sha256,
               'case:' || application_id, '', ARRAY['case.outcome_recorded']
        FROM licensing_commissionoutcome outcome
        JOIN licensing_application application ON application.id = outcome.application_id
        UNION ALL
        SELECT 'disposal', number, text, sha256, 'disposal:' || id, '',
               ARRAY['disposal.proposed']
        FROM records_disposalact
    ) kept
    ORDER BY kept.kind, kept.number
"""

_TARGETS = " ".join(
    sorted({f"WHEN '{one.act.value}' THEN '{one.target.value}'" for one in licence_life.STEPS})
)
# The state of a licence may change, but only as its acts say.
_STATES = f"""
    SELECT licence.number, licence.state, last.act
    FROM licensing_licence licence
    LEFT JOIN LATERAL (
        SELECT act FROM licensing_licenceact act
        WHERE act.licence_id = licence.id ORDER BY act.at DESC, act.id DESC LIMIT 1
    ) last ON true
    WHERE licence.state IS DISTINCT FROM CASE last.act WHEN 'issue' THEN 'valid' {_TARGETS} END
    ORDER BY licence.number
"""  # noqa: S608  (our own table of steps)
# Sealed documents against the events of their sealing.
_SEALED = """
    SELECT document.number, file.sha256
    FROM documents_issueddocument document
    JOIN documents_storedfile file ON file.id = document.file_id
    WHERE NOT EXISTS (
        SELECT 1 FROM audit_event event
        WHERE event.subject = document.subject AND event.verb = 'document.issued'
          AND position(document.record_sha256 IN event.body) > 0
          AND position(file.sha256 IN event.body) > 0)
    ORDER BY document.number
"""

# Decisions that the ledger remembers and the register no longer holds.
_LOST = """
    SELECT event.number, event.id FROM audit_event event
    WHERE event.verb = 'case.decided' AND NOT EXISTS (
        SELECT 1 FROM licensing_decision decision
        WHERE 'case:' || decision.application_id = event.subject
          AND position(decision.number IN event.body) > 0)
    ORDER BY event.id
"""


class Kept(NamedTuple):
    """One stored text with what is claimed about it."""

    kind: str
    number: str
    text: str
    sha256: str
    in_ledger: bool


def verify_decisions() -> Iterator[Finding]:
    """Yield each text that is not the one whose digest its row and the ledger hold."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_TEXTS)
        for row in map(Kept._make, cursor):
            yield from _check_text(row)
    yield from _check_lost()
    yield from _check_states()


def _check_text(row: Kept) -> Iterator[Finding]:
    place = f"{_KINDS[row.kind]()} {row.number}"
    if digest(row.text) != row.sha256:
        yield Finding(place, _("its text is not the text its digest was made of"))
    if not row.in_ledger:
        yield Finding(
            place, _("the ledger holds no event with its digest %(sha256)s") % row._asdict()
        )


_KINDS = {
    "decision": lambda: _("decision record"),
    "licence": lambda: _("record of licence"),
    "refusal": lambda: _("record of refusal"),
    "revision": lambda: _("declared revision"),
    "outcome": lambda: _("commission's outcome of case"),
    "disposal": lambda: _("act of disposal"),
}


def _check_lost() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(_LOST)
        for number, event in cursor.fetchall():
            place = _("case %(number)s") % {"number": number}
            problem = _("event %(event)d decided it, but the register holds no such decision")
            yield Finding(place, problem % {"event": event})


def _check_states() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(_STATES)
        for number, state, act in cursor.fetchall():
            problem = _("is “%(state)s”, but its last act is “%(act)s”")
            place = _("licence %(number)s") % {"number": number}
            yield Finding(place, problem % {"state": state, "act": act or "-"})


def verify_files() -> Iterator[Finding]:
    """Yield each stored file whose bytes changed and each document that says something else."""
    yield from _check_bytes()
    yield from _check_sealed()
    documents = IssuedDocument.objects.select_related("file").order_by("kind", "number")
    for document in documents.iterator():
        yield from _check_document(document)


def _check_bytes() -> Iterator[Finding]:
    # What two people gave up under an act is missing by right (`records.retention`).
    kept = StoredFile.objects.filter(disposed_on__isnull=True)
    names = kept.order_by("sha256").values_list("sha256", "name")
    seen = ""
    for sha256, name in names.iterator():
        if sha256 != seen:
            seen = sha256
            yield from _check_one(sha256, name)


def _check_sealed() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(_SEALED)
        for number, sha256 in cursor.fetchall():
            place = _("document %(number)s") % {"number": number}
            problem = _("the ledger holds no event that sealed the file %(sha256)s")
            yield Finding(place, problem % {"sha256": sha256})


def _check_one(sha256: str, name: str) -> Iterator[Finding]:
    place = _("file %(name)s (%(sha256)s)") % {"name": name, "sha256": sha256}
    try:
        storage.open_bytes(sha256)
    except storage.DamagedFile:
        yield Finding(place, _("its bytes are not the bytes that were stored"))
    except (OSError, ValueError):
        yield Finding(place, _("it is missing"))


def _check_document(document: IssuedDocument) -> Iterable[Finding]:
    place = _("document %(number)s") % {"number": document.number}
    try:
        embedded = embedded_record(storage.open_bytes(document.file.sha256))
    except (OSError, ValueError, storage.DamagedFile, pikepdf.PdfError, KeyError):
        return [Finding(place, _("its record cannot be read out of the PDF"))]
    if digest(embedded) != document.record_sha256:
        return [Finding(place, _("the record inside the PDF is not the record it was issued for"))]
    return []


def embedded_record(pdf: bytes) -> bytes:
    """Return the record inside a document. Raises KeyError when there is none."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        content: bytes = document.attachments[ATTACHMENT].get_file().read_bytes()
        return content
