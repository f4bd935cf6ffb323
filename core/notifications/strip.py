"""The days ahead as the deadline strip shows them: overdue first, then day by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.notifications.selectors import Duty

WEEK = 7
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


def days_of(duties: Iterable[Duty], today: date, days: int = WEEK) -> list[Day]:
    """Return a cell for what is overdue and one for each of the next days.

    Where more than a week is shown the cells are narrow, and numbers stand by their last digits.
    """
    overdue = Day(date=today - timedelta(days=1), overdue=True)
    ahead = [_day(today, offset) for offset in range(days)]
    for duty in duties:
        if duty.days < days:
            cell = overdue if duty.days < 0 else ahead[duty.days]
            cell.entries.append(_entry(duty, short=days > WEEK))
    return [overdue, *ahead]


def _day(today: date, offset: int) -> Day:
    day = today + timedelta(days=offset)
    return Day(date=day, today=offset == 0, weekend=day.weekday() >= 5)


def _entry(duty: Duty, *, short: bool) -> Entry:
    row = duty.deadline
    title = f"…{row.number[-4:]}" if short and row.number else row.number
    return Entry(tone=_tone(duty), title=title or "—", note=duty.title, url=row.link)


def _tone(duty: Duty) -> str:
    if duty.days < 0:
        return "bad"
    if duty.deadline.kind == "sitting":
        return "sitting"
    return "warn" if duty.days <= SOON else "accent"
