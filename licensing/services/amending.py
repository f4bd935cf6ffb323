"""An amendment takes effect: notes on untouched findings stay, departments are asked again.

What is touched is told by `licensing.reopening`; opinions belong to the commission, which acts on
the promise made here.
"""

from core.audit import log
from core.notifications import outbox
from licensing import reopening, snapshot
from licensing.checks import Outcome
from licensing.checks.run import findings, notes_of, read_run
from licensing.models import Application, CheckNote, CheckRun, Revision

FOLLOW = "commission.follow_amendment"


def take_effect(
    application: Application, before: Revision, old: CheckRun | None, new: CheckRun
) -> None:
    """Reopen what the declared amendment touches, and nothing else.

    `before` was in force until now, `old` is its last run of the checks, `new` the first one of
    the new text. Must run inside the transaction of the amendment. Event: check.note_stands.
    """
    _keep_notes(application, before, old, new)
    key = f"{FOLLOW}:{application.declared.pk}"
    outbox.enqueue(task=FOLLOW, key=key, args={"application_id": str(application.pk)})


def _keep_notes(
    application: Application, before: Revision, old: CheckRun | None, new: CheckRun
) -> None:
    """Let officers' notes stand whose check found the same in parts that nobody changed.

    A note that stands is a new row with the same words, author and moment, bound to the new text.
    """
    if old is None:
        return
    parts = reopening.touched(snapshot.read(before.text), snapshot.read(application.declared.text))
    same = {code for code, found in _found(old).items() if _found(new).get(code) == found}
    known = notes_of(old)
    untouched = reopening.checks(known, parts).stay
    names = findings(new)
    for code in untouched:
        if code in same:
            _let_stand(application, known[code], new, names[code])


def _found(run: CheckRun) -> dict[str, list[tuple[str, dict[str, str]]]]:
    """Return what each check asks attention for, whatever revision it was found on."""
    return {
        result.code: [(reason.code, dict(reason.params)) for reason in result.reasons]
        for result in read_run(run).results
        if result.outcome == Outcome.ATTENTION
    }


def _let_stand(application: Application, note: CheckNote, run: CheckRun, digest: str) -> None:
    CheckNote.objects.create(
        application=application,
        check_run=run,
        code=note.code,
        digest=digest,
        reason=note.reason,
        text=note.text,
        by=note.by,
        at=note.at,
    )
    log.record(
        actor=None,
        verb="check.note_stands",
        subject=application.subject,
        number=application.number or "",
        data={"check": note.code, "finding": digest, "since": note.digest},
    )
