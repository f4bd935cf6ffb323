"""Runs of the checks for bulk cases at the gates, with the notes the database asks for."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from core.accounts.models import User
from core.base import canonical
from licensing.checks import Gate, Outcome, notes
from licensing.checks.base import CheckResult
from licensing.checks.run import read_run
from licensing.lifecycle import Verb
from licensing.models import Application, CheckNote, CheckRun, NoteReason

#: The steps that the database takes only with a clean run made for them.
GATES = {Verb.MARK_READY: Gate.READY, Verb.PLACE_ON_AGENDA: Gate.AGENDA}


def at_gate(kept: CheckRun, gate: Gate) -> CheckRun:
    """Return the same findings as a run of another gate, not yet written."""
    text = kept.text.replace(f'"gate":"{kept.gate}"', f'"gate":"{gate.value}"')
    return CheckRun(
        application=kept.application, revision=kept.revision, gate=gate.value, at=kept.at,
        text=text, sha256=canonical.digest(text), blocks=kept.blocks, attentions=kept.attentions,
        clears=kept.clears, barred=kept.barred, findings=kept.findings,
    )  # fmt: skip


def asked_of(kept: CheckRun) -> list[CheckResult]:
    """Return what a run asks an officer to note: the same for all cases of one shape."""
    return [one for one in read_run(kept).results if one.outcome == Outcome.ATTENTION]


def findings_of(asked: Iterable[CheckResult], revision_sha256: str) -> list[str]:
    """Return what the findings are called on the text with this digest."""
    return [notes.digest_of(revision_sha256, one) for one in asked]


def pass_in_bulk(runs: Iterable[CheckRun], asked: Iterable[CheckResult], officer: User) -> None:
    """Write the runs of one gate, note their findings, make them the latest of their cases."""
    made = list(runs)
    CheckRun.objects.bulk_create(made)
    CheckNote.objects.bulk_create(_notes(made, list(asked), officer))
    newest = CheckRun.objects.filter(pk__in=[run.pk for run in made], application=OuterRef("pk"))
    Application.objects.filter(pk__in=[run.application_id for run in made]).update(
        latest_checks=Subquery(newest.values("pk")[:1])
    )


def _notes(
    runs: Iterable[CheckRun], asked: list[CheckResult], officer: User
) -> Iterable[CheckNote]:
    for run in runs:
        for finding, digest in zip(asked, run.findings, strict=True):
            yield CheckNote(
                application=run.application, check_run=run, code=finding.code, digest=digest,
                reason=NoteReason.VERIFIED, text="Перевірено.", by=officer, at=run.at,
            )  # fmt: skip
