"""How names and times are printed in the protocol."""

from datetime import datetime

from core.accounts.models import User
from core.base import clock


def printed_name(person: User) -> str:
    """Return «Остап ГРИВА»: the surname in capitals, as documents print it."""
    first, _space, family = person.name_uk.rpartition(" ")
    return f"{first} {family.upper()}".strip()


def instant(moment: datetime) -> str:
    """Return an instant as records write it: UTC with "Z"."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def time_of(moment: datetime) -> str:
    """Return the time of day in Kyiv."""
    return moment.astimezone(clock.KYIV).strftime("%H:%M")


def day_of(moment: datetime) -> str:
    """Return the Kyiv date as printed."""
    return clock.kyiv_date(moment).strftime("%d.%m.%Y")
