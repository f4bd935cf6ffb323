"""Two weeks of a person's deadlines, overdue first, for the strip on the home page."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from core.accounts.models import User
from core.base import clock
from core.notifications.models import Deadline
from core.notifications.selectors import open_deadlines

DAYS = 14
MOST = 60
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class StripEntry:
    """One deadline."""

    tone: str
    title: str
    note: str
    url: str


@dataclass(slots=True)
class StripDay:
    """One day of the strip, or everything overdue."""

    date: date
    overdue: bool = False
    today: bool = False
    weekend: bool = False
    entries: list[StripEntry] = field(default_factory=list)


def strip_of(person: User) -> list[StripDay]:
    """Return the overdue column and the next fourteen days (one query)."""
    today = clock.today()
    late = StripDay(today, overdue=True)
    days = [_day(today + timedelta(days=n), today) for n in range(DAYS)]
    by_date = {day.date: day for day in days}
    until = days[-1].date
    for deadline in open_deadlines(person).filter(due_on__lte=until)[:MOST]:
        column = late if deadline.due_on < today else by_date[deadline.due_on]
        column.entries.append(_entry(deadline, today))
    return [late, *days]


def _day(day: date, today: date) -> StripDay:
    return StripDay(day, today=day == today, weekend=day.weekday() >= SATURDAY)


def _entry(deadline: Deadline, today: date) -> StripEntry:
    words = {
        "decision_term": _("decision due"),
        "question": _("answer due"),
        "opinion": _("opinion due"),
        "sitting": _("sitting"),
    }
    tone = "bad" if deadline.due_on <= today else "accent"
    title = "…" + deadline.number[-4:] if deadline.number else "—"
    return StripEntry(tone, title, words.get(deadline.kind, deadline.reason), deadline.link)
