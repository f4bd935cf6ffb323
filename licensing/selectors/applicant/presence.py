"""Who else is on a draft at this moment, and on which page."""

from dataclasses import dataclass
from datetime import timedelta

from core.accounts.models import User
from core.base import clock
from licensing import tasklist
from licensing.models import Application, Presence

#: The page reports every 20 seconds; three missed reports mean that the person has left.
FADES = timedelta(seconds=70)


@dataclass(frozen=True, slots=True)
class Other:
    """A colleague on the same draft; `section` is the key of the page that is open."""

    user: User
    section: str

    @property
    def title(self) -> str:
        """Return the name of the page, "" for the list itself."""
        return str(tasklist.section(self.section).title) if self.section else ""


def others_on(case: Application, user: User) -> list[Other]:
    """Return the colleagues who have the draft open now (one query)."""
    rows = (
        Presence.objects.filter(application=case, seen_at__gte=clock.now() - FADES)
        .exclude(user=user)
        .select_related("user")
        .order_by("-seen_at")
    )
    return [Other(row.user, row.section) for row in rows]
