"""Gates: the checks run anew, a block stops, and attention needs an officer's note."""

from django.utils.translation import gettext_lazy as _

from core.base.errors import Conflict
from licensing.checks import Gate, texts
from licensing.checks.run import run_checks, unnoted
from licensing.models import Application, CheckRun


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
