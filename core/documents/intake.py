"""Files from people: accepted by what they contain, refused with a reason in plain words.

Order of the walls: size, name, type by content, inspection in a child process, malware scanner,
storage. The name a file came with decides nothing; its ending is set from the content.
"""

import re
import subprocess
import sys
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import canonical
from core.base.errors import InvalidInput
from core.documents import scanning, storage
from core.documents.disposal import lock_content
from core.documents.models import Scan, StoredFile

INSPECTION_SECONDS = 30
STEM_LENGTH = 120
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
FORBIDDEN = re.compile(r'[<>:"|?*\\/]')

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class FileType:
    """A kind of file that is accepted."""

    ending: str
    content_type: str


OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = FileType("pdf", "application/pdf")
PNG = FileType("png", "image/png")
JPEG = FileType("jpg", "image/jpeg")
DOCX = FileType("docx", f"{OFFICE}wordprocessingml.document")
XLSX = FileType("xlsx", f"{OFFICE}spreadsheetml.sheet")
P7S = FileType("p7s", "application/pkcs7-signature")
ASICE = FileType("asice", "application/vnd.etsi.asic-e+zip")
ASICS = FileType("asics", "application/vnd.etsi.asic-s+zip")
CONTAINERS = {kind.content_type.encode(): kind for kind in (ASICE, ASICS)}
EVERYDAY = frozenset({PDF, PNG, JPEG, DOCX, XLSX, P7S})
#: What signers' tools make. A container holds files: it is taken only where one is asked for.
SIGNATURES = frozenset({P7S, ASICE, ASICS})

REASONS = {
    "type": _(
        "This kind of file is not accepted. Send PDF, PNG, JPEG, DOCX, XLSX or a P7S signature."
    ),
    "not_a_signature": _(
        "Send the signature as your tool saved it: a .p7s, .asice or .asics file."
    ),
    "empty": _("The file is empty."),
    "size": _("The file is larger than %(limit)s MB. Send it in parts or with smaller pictures."),
    "broken": _("The file is damaged and cannot be read. Save it again and send the new file."),
    "encrypted": _("The file is protected by a password. Send it without the password."),
    "active_content": _(
        "The file contains scripts, macros, attached files or actions. Print it to a plain PDF "
        "and send that."
    ),
    "two_in_one": _("The file holds a second file of another kind. Save it again as a plain file."),
    "bomb": _("The file unpacks to an unreasonable size and was not accepted."),
    "too_many_pixels": _("The picture has too many pixels. Scan it at 300 dots per inch."),
    "too_much_inside": _("The file is too complex to be checked. Send a simpler file."),
    "malware": _("The scanner found malware in the file. It was not accepted."),
}


def receive(
    *,
    actor: User | None,
    upload: "File[Any]",
    field: str | None = None,
    kinds: frozenset[FileType] = EVERYDAY,
) -> StoredFile:
    """Check, scan and keep an uploaded file of one of the `kinds`; return its row.

    Call it inside the transaction of the act that the file belongs to. `field` is the form field
    that the refusal is shown at. Raises InvalidInput (code `file_…`) with the reason. While the
    scanner is away the file is kept in quarantine: it exists, but nobody can open it.
    """
    content = _read(upload, field)
    kind = _type_of(content)
    if kind not in kinds:
        raise _refusal("not_a_signature" if kinds is SIGNATURES else "type", field)
    assert kind is not None
    if reason := _inspect(kind, content):
        raise _refusal(reason, field)
    verdict = scanning.scan(content)
    if verdict.scan == Scan.INFECTED:
        log.warning("malware_refused", malware=verdict.malware, actor=str(actor and actor.pk))
        raise _refusal("malware", field)
    lock_content(canonical.digest(content))
    return StoredFile.objects.create(
        sha256=storage.store(content),
        size=len(content),
        content_type=kind.content_type,
        name=clean_name(upload.name or "", kind.ending),
        scan=verdict.scan,
        uploaded_by=actor,
    )


def clean_name(name: str, ending: str) -> str:
    """Return a harmless file name: no path, no control or direction signs, the true ending."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    stem = FORBIDDEN.sub("_", visible).rpartition(".")[0] or visible
    stem = re.sub(r"\s+", " ", stem).strip(" ._")[:STEM_LENGTH].strip() or "file"
    return f"{'_' if RESERVED.match(stem) else ''}{stem}.{ending}"


def _read(upload: "File[Any]", field: str | None) -> bytes:
    """Read at most one byte more than is allowed: a declared size may lie."""
    limit = settings.MAX_FILE_SIZE
    content: bytes = upload.read(limit + 1)
    if len(content) > limit:
        raise _refusal("size", field, limit=limit // (1024 * 1024))
    if not content:
        raise _refusal("empty", field)
    return content


def _type_of(content: bytes) -> FileType | None:
    """Return the type by the first bytes; None when it is not on the list."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"PK\x03\x04"):
        return _zip_type(content)
    # A CMS signature: SEQUENCE, length, object identifier 1.2.840.113549.1.7.2.
    if content[:1] == b"\x30" and b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" in content[:20]:
        return P7S
    return None


def _zip_type(content: bytes) -> FileType | None:
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        names = set(archive.namelist())
        if "mimetype" in names:
            with archive.open("mimetype") as first:
                return CONTAINERS.get(first.read(60).strip())
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def _inspect(kind: FileType, content: bytes) -> str:
    """Return the reason for refusal that the child process found, "" when there is none."""
    try:
        child = subprocess.run(  # noqa: S603  (our own module, a fixed word)
            [sys.executable, "-m", "core.documents.inspection", kind.ending],
            input=content,
            capture_output=True,
            timeout=INSPECTION_SECONDS,
            cwd=Path(settings.BASE_DIR),
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "too_much_inside"
    word = child.stdout.decode()
    if word == "fine":
        return ""
    if word in REASONS:
        return word
    log.warning("inspection_died", status=child.returncode, error=child.stderr[-300:].decode())
    return "too_much_inside"


def _refusal(reason: str, field: str | None, **params: object) -> InvalidInput:
    return InvalidInput(f"file_{reason}", REASONS[reason], field=field, **params)
