"""A kept run of the checks as people read it: findings, evidence, and officers' notes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.ui.formats import moment
from licensing.checks import CheckResult, Gate, Outcome, texts
from licensing.checks.run import describe, notes_of, read_run
from licensing.models import Application, CheckNote, CheckRun


@dataclass(frozen=True, slots=True)
class Note:
    """What an officer noted on a finding."""

    reason: str | Promise
    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check as the panel shows it."""

    outcome: str
    name: str
    word: str | Promise
    reasons: list[str]
    evidence: str
    note: Note | None = None
    action: Mapping[str, str | Promise] | None = None
    #: What the run before said, where this one says something worse.
    was: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Checks:
    """A run with its counts, time and gate."""

    rows: list[CheckRow]
    counts: dict[str, int]
    at: str
    gate: str | Promise


def checks_of(run: CheckRun, to_note: Application | None = None) -> Checks:
    """Return a kept run in the reader's words, worst first.

    `to_note` is the case whose officer reads: what asks for attention then links to its note.
    """
    notes = notes_of(run)
    before = _outcomes_before(run)
    return Checks(
        rows=[
            replace(_row(result, notes.get(result.code), to_note), was=_was(result, before))
            for result in read_run(run).results
        ],
        counts={"block": run.blocks, "attention": run.attentions, "clear": run.clears},
        at=moment(run.at),
        gate=Gate(run.gate).label,
    )


def _outcomes_before(run: CheckRun) -> dict[str, Outcome]:
    """Return what each check said in the run before this one over the same text."""
    earlier = CheckRun.objects.filter(revision=run.revision_id, at__lt=run.at).first()
    return {one.code: one.outcome for one in read_run(earlier).results} if earlier else {}


def _was(result: CheckResult, before: Mapping[str, Outcome]) -> str | Promise:
    old = before.get(result.code)
    order = list(Outcome).index
    return old.label if old is not None and order(old) < order(result.outcome) else ""


def row_of(run: CheckRun, code: str) -> CheckRow | None:
    """Return the row of one check that asks for attention, None where it does not."""
    for result in read_run(run).results:
        if result.code == code and result.outcome == Outcome.ATTENTION:
            return _row(result, notes_of(run).get(code), None)
    return None


def _row(result: CheckResult, note: CheckNote | None, to_note: Application | None) -> CheckRow:
    asks = result.outcome == Outcome.ATTENTION
    return CheckRow(
        outcome=result.outcome,
        name=texts.title(result.code),
        word=result.outcome.label,
        reasons=describe(result),
        evidence=_evidence(result),
        note=_note(note) if note else None,
        action=_to_note(result, note, to_note) if asks and to_note else None,
    )


def _note(note: CheckNote) -> Note:
    return Note(note.get_reason_display(), note.text, str(note.by), moment(note.at))


def _to_note(
    result: CheckResult, note: CheckNote | None, case: Application
) -> Mapping[str, str | Promise]:
    return {
        "url": reverse("cases:note", args=[case.ref, result.code]),
        "label": _("Write another note") if note else _("Write a note"),
    }


def _evidence(result: CheckResult) -> str:
    """Return what was looked at; a clear check stays one quiet line."""
    if result.outcome == Outcome.CLEAR:
        return ""
    looked_at = (texts.word(name, value) for name, value in result.evidence.items() if value)
    return " · ".join(map(gettext, looked_at))
