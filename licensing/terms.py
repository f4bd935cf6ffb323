"""The clock of a case: dated rules and kept pauses brought to the pure arithmetic of `clock`.

Reads only. A list of cases loads the working calendar once and passes it for every row.
"""

from datetime import date

from core.base import clock as time
from core.reference.calendar import WorkingCalendar
from core.reference.models import Term
from core.reference.selectors import term_for, working_calendar
from licensing import clock
from licensing.models import Application, Pause


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
    pauses = application.pauses.select_related("request")
    run = _run(application, [_stop(pause, expected=True) for pause in pauses])
    return clock.due_on(run, working_calendar().is_working)


def due_under(application: Application, calendar: WorkingCalendar) -> date:
    """Return when the decision is due under another calendar (pauses and questions prefetched)."""
    run = _run(application, [_stop(pause, expected=True) for pause in application.pauses.all()])
    return clock.due_on(run, calendar.is_working)


def run_of(application: Application) -> clock.Run | None:
    """Return the running term of a case (pauses prefetched or read), None before acceptance."""
    if application.accepted_on is None:
        return None
    return _run(application, [_stop(pause) for pause in application.pauses.all()])


def reading(
    application: Application,
    on: date | None = None,
    calendar: WorkingCalendar | None = None,
) -> clock.Reading | None:
    """Return what the clock of the case says on a day; a closed case stopped on its last day."""
    run = run_of(application)
    if run is None:
        return None
    calendar = calendar or working_calendar()
    return clock.read(run, on or last_day(application), calendar.is_working)


def last_day(application: Application) -> date:
    """Return today, or for a closed case the day it was closed on."""
    if application.closed_at is None:
        return time.today()
    return time.kyiv_date(application.closed_at)


def _run(application: Application, stops: list[clock.Stop]) -> clock.Run:
    """Return the run of this round: pauses of an earlier round do not count again."""
    accepted_on, days = application.accepted_on, application.term_days
    if accepted_on is None or days is None:
        raise ValueError("the term of this case has not begun")
    current = tuple(stop for stop in stops if stop.starts_on >= accepted_on)
    return clock.Run(days=days, accepted_on=accepted_on, stops=current)


def _stop(pause: Pause, *, expected: bool = False) -> clock.Stop:
    ends_on = pause.ends_on
    if ends_on is None and expected:
        ends_on = max(pause.request.due_on, time.today())
    return clock.Stop(pause.starts_on, ends_on, pause.reason)
