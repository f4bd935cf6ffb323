"""A month of a person: her deadlines, and what other rooms know of the days (sittings)."""

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, timedelta

from django.conf import settings
from django.http import Http404
from django.utils.module_loading import import_string

from core.accounts.models import User
from core.base import clock
from core.notifications import wording
from core.notifications.selectors import open_deadlines

MOST = 500
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on a day; `tone` is a name of the deadline strip."""

    on: date
    title: str
    note: str
    url: str
    tone: str = "accent"


@dataclass(slots=True)
class Day:
    """One square of the month."""

    date: date
    outside: bool
    today: bool
    weekend: bool
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Month:
    """The weeks of a month from Monday to Sunday, and its neighbours."""

    first: date
    weeks: list[list[Day]]
    before: date
    after: date

    @property
    def is_empty(self) -> bool:
        """Tell whether no day has anything on it."""
        return not any(day.marks for week in self.weeks for day in week)


#: A source returns what it knows between two days, both included, of what the person may see.
Source = Callable[[User, date, date], Iterable[Mark]]


def month_of(person: User, year: int, month: int) -> Month:
    """Return a month (1–12) with everything on it. Raises Http404 for one that does not exist.

    Sources of other rooms are named in `settings.CALENDAR_SOURCES`.
    """
    if not (MINYEAR < year < MAXYEAR and 1 <= month <= 12):
        raise Http404
    first = date(year, month, 1)
    weeks = [
        [_day(day, month) for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    by_date = {day.date: day for week in weeks for day in week}
    # A sitting is a duty of its members too: it stands once, as its own room tells it.
    once = {(mark.on, mark.url): mark for mark in _marks(person, min(by_date), max(by_date))}
    for mark in once.values():
        by_date[mark.on].marks.append(mark)
    after = first + timedelta(days=calendar.monthrange(year, month)[1])
    return Month(first, weeks, (first - timedelta(days=1)).replace(day=1), after)


def _day(day: date, month: int) -> Day:
    return Day(day, day.month != month, day == clock.today(), day.weekday() >= SATURDAY)


def _marks(person: User, first: date, last: date) -> Iterable[Mark]:
    """Yield what is due, then what the sources know: of two marks for one page the last counts."""
    today = clock.today()
    for row in open_deadlines(person).filter(due_on__range=(first, last))[:MOST]:
        tone = "bad" if row.due_on <= today else "accent"
        yield Mark(row.due_on, row.number or "—", wording.duty(row.kind), row.link, tone)
    for path in settings.CALENDAR_SOURCES:
        source: Source = import_string(path)
        yield from source(person, first, last)
