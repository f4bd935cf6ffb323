"""Documents: the required files are there and none is infected or waits for the scanner."""

from datetime import date

from core.documents.models import Scan
from licensing.checks.base import CheckResult, Reason, attention, block, clear
from licensing.snapshot import FileSnapshot, Snapshot

CODE = "documents"
REQUIRED = ("contract",)


def check_documents(content: Snapshot, at: date) -> CheckResult:
    """Block missing and infected files; point at files no scanner has seen."""
    kinds = {file.kind for file in content.files}
    missing = [block(f"documents.no_{kind}", "files") for kind in REQUIRED if kind not in kinds]
    files = list(content.files)
    if content.certificate and content.certificate.file:
        files.append(content.certificate.file)
    found = [reason for file in files if (reason := _judge(file)) is not None]
    reasons = (*missing, *found) or (clear("documents.clear", count=str(len(files))),)
    return CheckResult(CODE, reasons, {"files": str(len(files)), "on": at.isoformat()})


def _judge(file: FileSnapshot) -> Reason | None:
    if file.scan == Scan.INFECTED:
        return block("documents.infected", "files", name=file.name)
    if file.scan == Scan.QUARANTINED:
        return attention("documents.waits", "files", name=file.name)
    return None
