"""The clock of a case as it is drawn: cells and labels for the day ruler, and its sentence."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.reference.calendar import WorkingCalendar
from licensing import clock, terms
from licensing.clock import CellKind, Reading
from licensing.models import Application

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


def _labels(run: clock.Run, reading: Reading, *, is_running: bool) -> tuple[RulerLabel, ...]:
    today = _("today") if is_running else _("closed")
    labels = [RulerLabel(run.first_day, _("day 1"))]
    if run.first_day < reading.on < reading.due_on:
        labels.append(RulerLabel(reading.on, today))
    return (*labels, RulerLabel(reading.due_on, _("end of the term")))
