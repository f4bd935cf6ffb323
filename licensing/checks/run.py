"""Runs all checks over a snapshot, and keeps a run that belongs to a revision."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.base import canonical, clock
from licensing import snapshot
from licensing.checks import (
    CHECKS,
    CONFIDENTIAL,
    Check,
    CheckResult,
    Gate,
    Outcome,
    Reason,
    notes,
    texts,
)
from licensing.checks.kept import collect
from licensing.models import Application, CheckNote, CheckRun
from licensing.screening import register
from licensing.snapshot import Snapshot

SCHEMA = "dozvil.checks.1"
_WORST_FIRST = {Outcome.BLOCK: 0, Outcome.ATTENTION: 1, Outcome.CLEAR: 2}


@dataclass(frozen=True, slots=True)
class Results:
    """The results of one run, worst first, with the moment they were found."""

    at: datetime
    results: tuple[CheckResult, ...]

    def count(self, outcome: str) -> int:
        """Return how many checks ended so."""
        return sum(result.outcome == outcome for result in self.results)

    @property
    def blocks(self) -> int:
        """Return how many checks block."""
        return self.count(Outcome.BLOCK)

    @property
    def attentions(self) -> int:
        """Return how many checks ask for attention."""
        return self.count(Outcome.ATTENTION)

    @property
    def clears(self) -> int:
        """Return how many checks are clear."""
        return self.count(Outcome.CLEAR)


def examine(content: Snapshot, at: date | None = None) -> Results:
    """Run the checks a company may read over its text: the pre-submission check."""
    return _examine(content, at, [check for check in CHECKS if check not in CONFIDENTIAL])


def _examine(content: Snapshot, at: date | None, checks: Sequence[Check]) -> Results:
    found = [check(content, at or clock.today()) for check in checks]
    found.sort(key=lambda result: _WORST_FIRST[result.outcome])
    return Results(at=clock.now(), results=tuple(found))


def run_checks(application: Application, gate: Gate) -> CheckRun:
    """Run the checks over the current revision and keep the run on the case.

    Must run inside the transaction of the act at whose gate it stands.
    """
    revision = application.declared
    content = replace(snapshot.read(revision.text), case_id=str(application.pk))
    register(application, content)
    results = _examine(content, None, CHECKS)
    counts = Counter(result.outcome for result in results.results)
    known = notes.known(application.pk, revision.sha256, results.results)
    text = canonical.dumps(_content(results, revision.sha256, gate, known))
    asked = [one for one in results.results if one.outcome == Outcome.ATTENTION]
    run = CheckRun.objects.create(
        application=application,
        revision=revision,
        gate=gate,
        at=results.at,
        text=text,
        sha256=canonical.digest(text),
        blocks=counts[Outcome.BLOCK],
        attentions=counts[Outcome.ATTENTION],
        clears=counts[Outcome.CLEAR],
        barred=any(one.absolute for one in results.results),
        findings=[notes.digest_of(revision.sha256, one) for one in asked],
    )
    collect(run)
    application.latest_checks = run
    application.save(update_fields=["latest_checks"])
    return run


def unnoted(run: CheckRun) -> list[CheckResult]:
    """Return the results of a kept run that ask for attention and have no officer's note."""
    known = notes_of(run)
    results = read_run(run).results
    return [one for one in results if one.outcome == Outcome.ATTENTION and one.code not in known]


def worse_than(before: CheckRun | None, run: CheckRun) -> list[str]:
    """Return the checks that came out worse than in the run before, or lost their note."""
    if before is None:
        return []
    severity = list(Outcome).index
    old = {one.code: severity(one.outcome) for one in read_run(before).results}
    noted = {one.code for one in unnoted(run)} - {one.code for one in unnoted(before)}
    return [
        one.code
        for one in read_run(run).results
        if severity(one.outcome) > old.get(one.code, 0)
        or (one.code in noted and severity(one.outcome) == old.get(one.code))
    ]


def findings(run: CheckRun) -> dict[str, str]:
    """Return the digest of each finding of a kept run that asks for attention, by its check."""
    revision_sha256 = json.loads(run.text)["revision_sha256"]
    return {
        one.code: notes.digest_of(revision_sha256, one)
        for one in read_run(run).results
        if one.outcome == Outcome.ATTENTION
    }


def notes_of(run: CheckRun) -> dict[str, CheckNote]:
    """Return the officers' notes on the findings of a kept run, by the code of the check."""
    kept = json.loads(run.text)
    results = read_run(run).results
    return notes.known(run.application_id, kept["revision_sha256"], results)


def has_absolute_bar(run: CheckRun) -> bool:
    """Tell whether a kept run found a bar that no vote overrides."""
    return run.barred


def read_run(run: CheckRun) -> Results:
    """Return the results that a kept run holds."""
    kept = json.loads(run.text)
    return Results(at=run.at, results=tuple(_result(result) for result in kept["results"]))


def _content(
    results: Results, revision_sha256: str, gate: Gate, known: Mapping[str, CheckNote]
) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "gate": gate.value,
        "at": results.at,
        "revision_sha256": revision_sha256,
        "results": [
            {
                "code": result.code,
                "outcome": result.outcome.value,
                "absolute": result.absolute,
                "evidence": result.evidence,
                "reasons": [_reason(reason) for reason in result.reasons],
                **_note(known.get(result.code)),
            }
            for result in results.results
        ],
    }


def _note(note: CheckNote | None) -> dict[str, object]:
    """Return the officer's note as the run freezes it; a run before the note has none."""
    if note is None:
        return {}
    kept = {"reason": note.reason, "text": note.text, "by": note.by_id, "at": note.at}
    return {"note": kept}


def _reason(reason: Reason) -> dict[str, object]:
    return {
        "code": reason.code,
        "outcome": reason.outcome.value,
        "params": reason.params,
        "section": reason.section,
    }


def _result(kept: dict[str, object]) -> CheckResult:
    reasons = kept["reasons"]
    evidence = kept["evidence"]
    assert isinstance(reasons, list)
    assert isinstance(evidence, dict)
    return CheckResult(
        code=str(kept["code"]),
        reasons=tuple(
            Reason(one["code"], Outcome(one["outcome"]), one["params"], one["section"])
            for one in reasons
        ),
        evidence=evidence,
        absolute=bool(kept["absolute"]),
    )


def describe(result: CheckResult) -> list[str]:
    """Return the findings of a check as sentences in the reader's language."""
    return [texts.sentence(reason.code, reason.params) for reason in result.reasons]
