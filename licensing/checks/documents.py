"""Documents: the papers of the checklist are there, none is infected or waits for the scanner.

The checklist is the one the company fills in (`licensing/procedure.py`): dated data by the form
of application, read against the answers.
"""

from datetime import date

from core.documents.models import Scan
from core.reference.models import Procedure
from licensing import procedure
from licensing.checks.base import CheckResult, Reason, attention, block, clear
from licensing.models import AttachmentKind
from licensing.snapshot import FileSnapshot, Snapshot

CODE = "documents"


def check_documents(content: Snapshot, at: date) -> CheckResult:
    """Block missing and infected files; point at files no scanner has seen."""
    return check_under(content, at, procedure.rules_for(content, at))


def check_under(content: Snapshot, at: date, rules: Procedure) -> CheckResult:
    """Run the check under given rules: those in force, or proposed ones to see their effect."""
    wanted = procedure.checklist(content, rules)
    files = list(content.files)
    if content.certificate and content.certificate.file:
        files.append(content.certificate.file)
    missing = [_missing(one) for one in wanted if one.is_missing]
    found = [reason for file in files if (reason := _judge(file)) is not None]
    reasons = (*missing, *found) or (clear("documents.clear", count=str(len(files))),)
    evidence = {"files": str(len(files)), "on": at.isoformat(), "checklist": rules.source}
    return CheckResult(CODE, reasons, evidence)


def _missing(wanted: procedure.Wanted) -> Reason:
    paper = wanted.paper
    if paper.code == AttachmentKind.CONTRACT:
        return block("documents.no_contract", "contract")
    return block(
        "documents.missing",
        "files",
        document_uk=paper.title_uk,
        document_en=paper.title_en,
    )


def _judge(file: FileSnapshot) -> Reason | None:
    if file.scan == Scan.INFECTED:
        return block("documents.infected", "files", name=file.name)
    if file.scan == Scan.QUARANTINED:
        return attention("documents.waits", "files", name=file.name)
    return None
