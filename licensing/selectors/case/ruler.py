"""The clock of a case as it is drawn: cells and labels for the day ruler, and its sentence."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.reference.calendar import WorkingCalendar
from core.ui.ruler import ROOM
from licensing import clock, terms
from licensing.clock import CellKind, Reading
from licensing.models import Application
from licensing.selectors.case.forecast import Forecast

_DRAWN = {
    CellKind.COUNTED: "counted",
    CellKind.PAUSED: "paused",
    CellKind.TODAY: "today",
    CellKind.AHEAD: "left",
}


@dataclass(frozen=True, slots=True)
class RulerCell:
    """One day."""

    kind: str


@dataclass(frozen=True, slots=True)
class RulerLabel:
    """A date under the ruler with its meaning."""

    date: date
    text: str | Promise


@dataclass(frozen=True, slots=True)
class Ruler:
    """What the day ruler draws, with the reading that says the same in words."""

    reading: Reading
    cells: tuple[RulerCell, ...]
    labels: tuple[RulerLabel, ...]
    is_running: bool


def ruler_of(application: Application, calendar: WorkingCalendar) -> Ruler | None:
    """Return the ruler of a case, or None before acceptance. Pauses may be prefetched."""
    run = terms.run_of(application)
    if run is None:
        return None
    on = terms.last_day(application)
    reading = clock.read(run, on, calendar.is_working)
    cells = clock.cells(run, on, calendar.is_working)
    return Ruler(
        reading=reading,
        cells=tuple(RulerCell("end" if cell.is_end else _DRAWN[cell.kind]) for cell in cells),
        labels=_labels(run, reading, is_running=application.is_open),
        is_running=application.is_open,
    )


def with_forecast(ruler: Ruler, told: Forecast | None) -> Ruler:
    """Return the ruler with the days on which a decision is likely and with the next sitting.

    Only days to come that lie within the term are drawn; the words beside it say the rest.
    """
    if told is None:
        return ruler
    first_day = ruler.labels[0].date
    cells = list(ruler.cells)
    band = told.likely_between if told.is_told else None
    for place in _ahead(ruler, first_day, band):
        cells[place] = RulerCell("forecast")
    sitting = told.sittings.own or next(iter(told.sittings.planned), None)
    for place in _ahead(ruler, first_day, (sitting, sitting) if sitting else None):
        cells[place] = RulerCell("sitting")
    labels = ruler.labels
    if band and told.likely_on and _has_room(ruler, told.likely_on):
        *before, end = labels
        labels = (*before, RulerLabel(told.likely_on, _("forecast")), end)
    return replace(ruler, cells=tuple(cells), labels=labels)


def _ahead(ruler: Ruler, first_day: date, days: tuple[date, date] | None) -> list[int]:
    """Return the places of those of the days that are still ahead within the term."""
    if days is None:
        return []
    first, last = ((day - first_day).days for day in days)
    drawn = range(max(first, 0), min(last, len(ruler.cells) - 1) + 1)
    return [place for place in drawn if ruler.cells[place].kind == "left"]


def _has_room(ruler: Ruler, day: date) -> bool:
    """Tell whether a label fits between today's and the end's without touching either."""
    days = len(ruler.cells)
    *_before, today, end = ruler.labels
    after_today = (day - today.date).days * 100 / days
    before_end = (end.date - day).days * 100 / days
    return len(ruler.labels) > 2 and min(after_today, before_end) > ROOM


def _labels(run: clock.Run, reading: Reading, *, is_running: bool) -> tuple[RulerLabel, ...]:
    today = _("today") if is_running else _("closed")
    labels = [RulerLabel(run.first_day, _("day 1"))]
    if run.first_day < reading.on < reading.due_on:
        labels.append(RulerLabel(reading.on, today))
    return (*labels, RulerLabel(reading.due_on, _("end of the term")))
