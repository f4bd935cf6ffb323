"""The week ahead as the deadline strip shows it: overdue first, then day by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.notifications.selectors import Duty

DAYS_SHOWN = 7
SOON = 3


@dataclass(frozen=True)
class Entry:
    """One duty on the strip, with the tone of its urgency."""

    tone: str
    title: str
    note: str
    url: str


@dataclass
class Day:
    """One cell of the strip."""

    date: date
    today: bool = False
    weekend: bool = False
    overdue: bool = False
    entries: list[Entry] = field(default_factory=list)


def week(duties: Iterable[Duty], today: date) -> list[Day]:
    """Return a cell for what is overdue and one for each of the next days."""
    overdue = Day(date=today - timedelta(days=1), overdue=True)
    ahead = [_day(today, offset) for offset in range(DAYS_SHOWN)]
    for duty in duties:
        if duty.days < 0:
            overdue.entries.append(_entry(duty))
        elif duty.days < DAYS_SHOWN:
            ahead[duty.days].entries.append(_entry(duty))
    return [overdue, *ahead]


def _day(today: date, offset: int) -> Day:
    day = today + timedelta(days=offset)
    return Day(date=day, today=offset == 0, weekend=day.weekday() >= 5)


def _entry(duty: Duty) -> Entry:
    row = duty.deadline
    return Entry(tone=_tone(duty), title=row.number, note=duty.title, url=row.link)


def _tone(duty: Duty) -> str:
    if duty.days < 0:
        return "bad"
    if duty.deadline.kind == "sitting":
        return "sitting"
    return "warn" if duty.days <= SOON else "accent"
