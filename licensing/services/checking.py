"""Running the checks again while a case is in review."""

from uuid import UUID

from django.db import transaction

from core.accounts.models import User
from licensing import policies
from licensing.checks import Gate
from licensing.checks.run import run_checks
from licensing.models import CheckRun
from licensing.policies import Deed
from licensing.services._advance import lock, touch


@transaction.atomic
def run_again(*, actor: User, application_id: UUID) -> CheckRun:
    """Run all checks over the declared revision as of today and keep the run.

    Event: checks.run. Raises NotAllowed, Conflict outside the review.
    """
    application = lock(application_id)
    policies.authorise(actor, Deed.RECHECK, application)
    run = run_checks(application, Gate.REVIEW)
    touch(application, actor=actor, event="checks.run", data={"sha256": run.sha256})
    return run
