"""Who is on a draft now: a note that fades by itself, so nobody has to leave a page properly."""

from core.accounts.models import User
from core.base import clock
from licensing.models import Application, Presence


def note_presence(*, actor: User, application: Application, section: str) -> None:
    """Remember that the person has a page of the draft open. No event: nothing was done."""
    Presence.objects.update_or_create(
        application=application,
        user=actor,
        defaults={"section": section, "seen_at": clock.now()},
    )
