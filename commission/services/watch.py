"""Nobody may say they did not know: a missing sitting is told to those who can call one."""

from django.db import transaction

from commission.selectors.pulse import pulse
from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.base import clock
from core.notifications.messages import notify
from core.notifications.texts import Kind


@transaction.atomic
def escalate_missing_sitting() -> bool:
    """Tell secretary, chair and head when a term ends before any planned sitting.

    Once a day and term, however often the worker runs; return whether there is cause.
    """
    now = pulse()
    if not now.is_late or now.first_due is None:
        return False
    due_on = now.first_due.isoformat()
    notify(
        recipients=callers(),
        kind=Kind.SITTING_MISSING,
        params={"due_on": due_on},
        link="/sittings/",
        key=f"sitting.missing:{due_on}:{clock.today().isoformat()}",
    )
    return True


def callers() -> list[User]:
    """Return who can bring a sitting about."""
    roles = (Role.SECRETARY, Role.CHAIR, Role.HEAD)
    people = (person for role in roles for person in people_with_role(role))
    return list(dict.fromkeys(people))
