"""The clock of a case: dated rules and kept pauses brought to the pure arithmetic of `clock`.

Reads only. A list of cases loads the rules once (`Rules`) and asks them for every row.
"""

from dataclasses import dataclass, field
from datetime import date

from core.base import clock as time
from core.reference.calendar import WorkingCalendar
from core.reference.models import Term
from core.reference.selectors import term_for, working_calendar
from licensing import clock
from licensing.models import Application, Pause


@dataclass(slots=True)
class Rules:
    """The calendar and the term rows, each read once for a page."""

    calendar: WorkingCalendar = field(default_factory=working_calendar)
    rows: dict[tuple[str, date], Term] = field(default_factory=dict)

    def days(self, track: str, accepted_on: date) -> int:
        """Return the length of the term that applies to a case accepted on a day."""
        return self.row(track, accepted_on).days

    def row(self, track: str, accepted_on: date) -> Term:
        """Return the rule row, from memory when a case like it was asked before."""
        key = (track, accepted_on.replace(day=1))
        known = self.rows.get(key)
        if known is None or not _covers(known, accepted_on):
            known = self.rows[key] = term_for(track, accepted_on)
        return known


def rule_for(track: str, on: date) -> Term:
    """Return the term rule of a track on a day. Raises InvalidInput when there is none."""
    return term_for(track, on)


def due_on_acceptance(rule: Term, accepted_on: date) -> date:
    """Return the end of a term that begins with an acceptance on this day."""
    run = clock.Run(days=rule.days, accepted_on=accepted_on)
    return clock.due_on(run, working_calendar().is_working)


def due_now(application: Application) -> date:
    """Return when the decision is due, given all pauses kept by now.

    While a question is open the end is the one that would follow if its answer came on the
    last day allowed for it; the answer itself then sets the true date.
    """
    stops = tuple(_stop(pause, expected=True) for pause in _pauses(application))
    return clock.due_on(_run(application, stops, Rules()), working_calendar().is_working)


def run_of(application: Application, rules: Rules | None = None) -> clock.Run | None:
    """Return the running term of a case, or None before acceptance."""
    if application.accepted_on is None:
        return None
    stops = tuple(_stop(pause) for pause in _pauses(application))
    return _run(application, stops, rules or Rules())


def reading(
    application: Application, on: date | None = None, rules: Rules | None = None
) -> clock.Reading | None:
    """Return what the clock of the case says on a day; a closed case stopped on its last day."""
    rules = rules or Rules()
    run = run_of(application, rules)
    if run is None:
        return None
    return clock.read(run, on or last_day(application), rules.calendar.is_working)


def last_day(application: Application) -> date:
    """Return today, or for a closed case the day it was closed on."""
    if application.closed_at is None:
        return time.today()
    return time.kyiv_date(application.closed_at)


def _run(application: Application, stops: tuple[clock.Stop, ...], rules: Rules) -> clock.Run:
    assert application.accepted_on is not None
    days = rules.days(application.track, application.accepted_on)
    return clock.Run(days=days, accepted_on=application.accepted_on, stops=stops)


def _pauses(application: Application) -> list[Pause]:
    """Return the pauses of this round with their questions, prefetched or read once."""
    accepted_on = application.accepted_on
    return [
        pause
        for pause in application.pauses.all()
        if accepted_on is None or pause.starts_on >= accepted_on
    ]


def _stop(pause: Pause, *, expected: bool = False) -> clock.Stop:
    ends_on = pause.ends_on
    if ends_on is None and expected:
        ends_on = max(pause.request.due_on, time.today())
    return clock.Stop(pause.starts_on, ends_on, pause.reason)


def _covers(rule: Term, day: date) -> bool:
    return rule.valid_from <= day and (rule.valid_until is None or day <= rule.valid_until)
