"""Working days, as one loaded snapshot: pure after loading, so a clock can be checked by hand.

A day off is a Saturday, a Sunday, a public holiday or a single day declared off. While a regime
like martial law is in force, public holidays are working days (Law 2136-IX, article 6); it does
not turn weekends into working days.
"""

from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
# No run of days off is longer; a snapshot that finds one is broken.
_LONGEST_REST = 60


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included; without a last day it goes on."""

    first: date
    last: date | None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """What was known about single days and regimes on the day of loading."""

    holidays: frozenset[date] = frozenset()
    days_off: frozenset[date] = frozenset()
    moved_working: frozenset[date] = frozenset()
    holidays_work: tuple[Period, ...] = ()

    def is_working(self, day: date) -> bool:
        """Return whether a state body works on this day."""
        if day in self.moved_working:
            return True
        if day in self.days_off or day.weekday() >= SATURDAY:
            return False
        return day not in self.holidays or any(day in period for period in self.holidays_work)

    def roll_forward(self, day: date) -> date:
        """Return the day itself when it is a working day, else the next one that is.

        Raises ValueError when the snapshot knows no working day within sixty days.
        """
        for offset in range(_LONGEST_REST):
            candidate = day + timedelta(days=offset)
            if self.is_working(candidate):
                return candidate
        raise ValueError(f"no working day follows {day}")

    def working_days_after(self, day: date, count: int) -> date:
        """Return the `count`-th working day after a day (terms under ten days, Law 2073-IX)."""
        for _step in range(count):
            day = self.roll_forward(day + timedelta(days=1))
        return day


def easter(year: int) -> date:
    """Return Easter by the Julian computus as a civil date (Meeus; 1900 to 2099)."""
    full_moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - full_moon + 34) % 7
    month, day = divmod(full_moon + weekday + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def moved_to(year: int, day: date) -> date:
    """Return when a holiday of another year falls: with Easter if it hung on it, else as dated."""
    apart = (day - easter(day.year)).days
    if apart in {0, 49}:
        return easter(year) + timedelta(days=apart)
    return day.replace(year=year)
