"""Gates: the checks run anew, a block stops, and attention needs an officer's note.

A gate that refuses undoes the act, never the run: what was found is written once more after the
act was taken back, with an event, so that "every run is kept" holds for refusals too.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit import log
from core.base.errors import Conflict, DomainError
from licensing import snapshot
from licensing.checks import Gate, texts
from licensing.checks.kept import collected
from licensing.checks.run import run_checks, unnoted
from licensing.models import Application, CheckRun
from licensing.screening import register
from licensing.services._advance import lock

P = ParamSpec("P")
R = TypeVar("R")


def pass_gate(application: Application, gate: Gate) -> CheckRun:
    """Run the checks of a locked case and let it through, or raise Conflict with the reason.

    Must run inside the transaction of the act.
    """
    run = run_checks(application, gate)
    if run.blocks:
        raise Conflict("blocked", _("A check blocks the case."))
    require_notes(run)
    return run


def require_notes(run: CheckRun) -> None:
    """Raise Conflict naming the checks that ask for attention and have no officer's note."""
    waiting = unnoted(run)
    if waiting:
        raise Conflict(
            "note_missing",
            _("The officer's note is missing on: %(checks)s. Write it on the tab “Checks”."),
            checks=", ".join(texts.title(one.code) for one in waiting),
        )


def keeps_refused_runs(act: Callable[P, R]) -> Callable[P, R]:
    """Keep the runs of an act that is refused; stands outside the transaction of the act.

    Event of each run: checks.refused, with the gate and the code of the refusal. Needs the
    argument `actor`. What the act raises is raised on.
    """

    @wraps(act)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        with collected() as runs:
            try:
                return act(*args, **kwargs)
            except DomainError as refusal:
                for run in runs:
                    _keep(run, kwargs["actor"], refusal)  # type: ignore[arg-type]
                raise

    return kept


@transaction.atomic
def _keep(run: CheckRun, actor: User, refusal: DomainError) -> None:
    application = lock(run.application_id)
    register(application, snapshot.read(run.revision.text))
    run.save(force_insert=True)
    if application.current_revision_id == run.revision_id:
        application.latest_checks = run
        application.save(update_fields=["latest_checks"])
    log.record(
        actor=actor,
        verb="checks.refused",
        subject=application.subject,
        number=application.number or "",
        data={"gate": run.gate, "sha256": run.sha256, "code": refusal.code},
    )
