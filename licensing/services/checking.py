"""Looking again at a case, and the officer's notes on what asks for attention."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit import log
from core.base import clock
from core.base.errors import InvalidInput, StaleForm
from licensing import policies
from licensing.checks import Gate
from licensing.checks.run import findings, run_checks
from licensing.models import Application, CheckNote, CheckRun, NoteReason
from licensing.policies import Deed
from licensing.services._advance import lock, remember_preparer, touch


@transaction.atomic
def run_again(*, actor: User, application_id: UUID) -> CheckRun:
    """Run all checks over the declared revision as of today and keep the run.

    Event: checks.run. Raises NotAllowed, Conflict outside the examination.
    """
    application = lock(application_id)
    policies.authorise(actor, Deed.RECHECK, application)
    run = run_checks(application, Gate.REVIEW)
    touch(application, actor=actor, event="checks.run", data={"sha256": run.sha256})
    return run


@transaction.atomic
def note(
    *, actor: User, application_id: UUID, code: str, digest: str, reason: str, text: str
) -> CheckNote:
    """Say why the case may go on although the check `code` asks for attention.

    `digest` names the finding the officer read; a finding that changed meanwhile is StaleForm.
    Whoever notes has prepared the case and never decides it (rule 3). Event: check.noted.
    Raises NotAllowed, Conflict, StaleForm, InvalidInput without reason or words.
    """
    application = lock(application_id)
    policies.authorise(actor, Deed.NOTE, application)
    run = application.latest_checks
    if run is None or findings(run).get(code) != digest:
        raise StaleForm(
            "stale_finding",
            _("The check found something else meanwhile. Look at it as it is now."),
        )
    if reason not in NoteReason.values:
        raise InvalidInput("reason_unknown", _("Choose a reason."), field="reason")
    if not text.strip():
        raise InvalidInput("text_missing", _("Say what you looked at."), field="text")
    kept = CheckNote.objects.create(
        application=application,
        check_run=run,
        code=code,
        digest=digest,
        reason=reason,
        text=text.strip(),
        by=actor,
        at=clock.now(),
    )
    remember_preparer(application, actor)
    _record(application, run, kept)
    return kept


def _record(application: Application, run: CheckRun, kept: CheckNote) -> None:
    log.record(
        actor=kept.by,
        verb="check.noted",
        subject=application.subject,
        number=application.number or "",
        data={
            "check": kept.code,
            "finding": kept.digest,
            "reason": kept.reason,
            "text": kept.text,
            "run_sha256": run.sha256,
        },
    )
