"""The stamp on the head of the ledger as a duty: workers meet it, people hear when they do not."""

from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.base import clock
from core.documents import stamps
from core.notifications import deadlines
from core.notifications.models import Deadline

KIND = "time_stamp"
SUBJECT = "ledger"
#: What a stamp is: shown where other duties show the number of a case.
NUMBER = "RFC 3161"
LINK = "/operations/"


def keep_stamped() -> None:
    """Stamp the ledger when that is due and keep the duty of the next stamp; safe to run twice.

    Raises what the network raises; the duty stands then, and the next run tries again.
    """
    _owe()
    if stamps.renew() is not None:
        _owe()


def _owe() -> None:
    """Keep the one open duty as the newest stamp wants it; none where no authority is named."""
    renewal = stamps.next_stamp()
    if renewal is None:
        deadlines.cancel(kind=KIND, subject=SUBJECT)
        return
    if renewal.last is None and _first_is_owed():
        return
    deadlines.open_deadline(
        kind=KIND,
        subject=SUBJECT,
        number=NUMBER,
        link=LINK,
        due_on=clock.kyiv_date(renewal.due_at),
        recipients=people_with_role(Role.SYSTEM_ADMIN),
        reason=renewal.last.authority if renewal.last else "",
    )


def _first_is_owed() -> bool:
    """Tell whether the first stamp was asked for before: its day does not move on by waiting."""
    owed = Deadline.objects.filter(kind=KIND, subject=SUBJECT)
    return owed.filter(met_at__isnull=True, cancelled_at__isnull=True).exists()
