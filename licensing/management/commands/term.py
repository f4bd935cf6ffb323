"""Compute a statutory term from dates alone, so that the clock can be checked by hand.

manage.py term --track military --accepted 2026-03-02T15:00 --pause 2026-03-10/2026-03-13
"""

import re
from argparse import ArgumentTypeError
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.base import clock as time
from core.base.errors import DomainError
from core.reference.models import Track
from core.reference.selectors import working_calendar
from licensing import clock, terms

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


class Command(BaseCommand):
    """Print the end of a term, and elapsed and remaining days with the rules used."""

    help = "Compute the end of a term, elapsed and remaining days."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options; local times are Europe/Kyiv."""
        length = parser.add_mutually_exclusive_group(required=True)
        length.add_argument("--track", choices=Track.values)
        length.add_argument("--days", type=_positive)
        parser.add_argument("--accepted", required=True, type=legal_date, metavar="INSTANT")
        parser.add_argument(
            "--pause", action="append", nargs="+", default=[], type=_stop, metavar="FROM/TO"
        )
        parser.add_argument("--at", type=legal_date, metavar="INSTANT")

    def handle(self, **options: Any) -> None:
        """Compute and print."""
        accepted: date = options["accepted"]
        days, rule = self._length(options, accepted)
        stops = tuple(stop for group in options["pause"] for stop in group)
        run = clock.Run(days=days, accepted_on=accepted, stops=stops)
        calendar = working_calendar()
        on = options["at"] or time.today()
        reading = clock.read(run, on, calendar.is_working)
        self.stdout.write(f"due {clock.due_on(run, calendar.is_working).isoformat()}")
        self.stdout.write(f"elapsed {reading.elapsed} of {days} days at {on.isoformat()}")
        self.stdout.write(f"remaining {reading.remaining} days")
        self.stdout.write(f"paused {reading.paused} days{' (open)' if reading.is_paused else ''}")
        self.stdout.write(f"as known at {on.isoformat()}: due {reading.due_on.isoformat()}")
        for line in (rule, *_rules(run)):
            self.stdout.write(f"rule: {line}")

    def _length(self, options: dict[str, Any], accepted: date) -> tuple[int, str]:
        if options["days"]:
            return options["days"], f"{options['days']} days as given"
        try:
            row = terms.rule_for(options["track"], accepted)
        except DomainError as error:
            raise CommandError(str(error)) from error
        until = row.valid_until.isoformat() if row.valid_until else "further notice"
        return row.days, (
            f"{row.track}: {row.days} days, valid {row.valid_from.isoformat()} to {until}; "
            f"{row.source}"
        )


def legal_date(text: str) -> date:
    """Return the Kyiv date of an instant; a local time without a zone is Kyiv time."""
    if _DAY.match(text):
        return date.fromisoformat(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"not an instant: {text}") from error
    return time.kyiv_date(moment if moment.tzinfo else moment.replace(tzinfo=time.KYIV))


def _stop(text: str) -> clock.Stop:
    start, slash, end = text.partition("/")
    if not slash:
        raise ArgumentTypeError(f"a pause is FROM/TO: {text}")
    stop = clock.Stop(legal_date(start), legal_date(end) if end else None)
    if stop.ends_on and stop.ends_on < stop.starts_on:
        raise ArgumentTypeError(f"a pause ends before it starts: {text}")
    return stop


def _positive(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 3650:
        raise ArgumentTypeError(f"a number of days from 1 to 3650: {text}")
    return int(text)


def _rules(run: clock.Run) -> tuple[str, ...]:
    unit = "working days" if run.in_working_days else "calendar days"
    return (
        f"counted in {unit} (under {clock.CALENDAR_FROM} days: working days)",
        f"day 1 is {run.first_day.isoformat()}, the day after acceptance",
        "a pause adds (date of the answer - date of the question) days; overlaps count once",
        "an end on a non-working day moves to the next working day",
    )
