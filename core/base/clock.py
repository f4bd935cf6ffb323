"""The one source of time: instants in UTC, legal dates in Kyiv, both injectable.

Nobody else asks the system clock, so a test or the demo can live on any day:

    with clock.at(datetime(2026, 11, 24, 8, 30, tzinfo=clock.KYIV)):
        ...
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")

_standing_still: ContextVar[datetime | None] = ContextVar("dozvil_clock", default=None)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _standing_still.get() or datetime.now(UTC)


def today() -> date:
    """Return the legal date: the calendar day in Kyiv at this instant."""
    return kyiv_date(now())


def kyiv_date(instant: datetime) -> date:
    """Return the calendar day in Kyiv on which an aware instant falls."""
    return instant.astimezone(KYIV).date()


@contextmanager
def at(instant: datetime) -> Iterator[datetime]:
    """Hold the clock at an aware instant while the block runs.

    Raises ValueError for a naive instant: an instant without a zone is not a moment.
    """
    if instant.tzinfo is None:
        raise ValueError("clock.at needs an aware instant")
    moment = instant.astimezone(UTC)
    token = _standing_still.set(moment)
    try:
        yield moment
    finally:
        _standing_still.reset(token)
