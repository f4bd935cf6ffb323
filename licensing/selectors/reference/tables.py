"""The dated rules as tables to read: what each says, since when, until when, by which act.

Tables are bounded by their nature (countries, codes of a list), so a filter reads one whole table
and looks into the words that the reader sees, in her language.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.reference import models as law
from core.reference.models import ChangeKind
from core.reference.selectors import current_edition, papers
from core.ui import formats
from licensing import procedure
from licensing.models import ActKind, Kind, Subject
from licensing.snapshot import country_name

PAGE = 50


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of rule: how its rows are named and what they say."""

    code: str
    title: Promise
    model: type[Model]
    name: Callable[[Any], str]
    facts: Callable[[Any], Iterable[object]]
    #: What two people may change here; empty for lists that change with the software.
    change: str = ""
    in_force: Callable[["QuerySet[Any]", date], "QuerySet[Any]"] | None = None

    @property
    def whole(self) -> bool:
        """Tell whether a change brings many rows at once, and ends none."""
        return self.model in {law.CalendarDay, law.ControlListEntry}

    @property
    def is_dated(self) -> bool:
        """Tell whether its rows have a range of validity."""
        return issubclass(self.model, law.Dated)


@dataclass(frozen=True, slots=True)
class Shown:
    """A row in words."""

    row: Any
    name: str
    facts: list[str]
    first: date | None
    last: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a table and the key of the next one."""

    rows: Sequence[Shown]
    total: int
    after: str


def table(code: str) -> Table:
    """Return a table by its code. Raises Http404."""
    found = {one.code: one for one in TABLES}.get(code)
    if found is None:
        raise Http404
    return found


def page(of: Table, *, on: date | None, words: str = "", after: str = "") -> Page:
    """Return the rows in force on a day, or of all time without one, that hold all the words."""
    rows = _valid(of, on)
    wanted = words.casefold().split()
    shown = [one for one in map(shower(of), rows) if _holds(one, wanted)]
    keys = [str(one.row.pk) for one in shown]
    start = keys.index(after) + 1 if after in keys else 0
    part = shown[start : start + PAGE]
    more = len(shown) > start + PAGE
    return Page(part, len(shown), str(part[-1].row.pk) if more else "")


def shower(of: Table) -> Callable[[Any], Shown]:
    """Return the function that puts a row of a table into words."""

    def show(row: Any) -> Shown:
        first = getattr(row, "valid_from", None) or getattr(row, "edition_from", None)
        day = getattr(row, "date", None)
        return Shown(
            row=row,
            name=of.name(row),
            facts=[str(fact) for fact in of.facts(row) if fact],
            first=first or day,
            last=getattr(row, "valid_until", None) or day,
            source=_said(getattr(row, "source", "")),
        )

    return show


def _said(source: str) -> str:
    """Return an act in the reader's language; one that a person typed stays as typed."""
    return gettext(source) if source else ""


def _valid(of: Table, on: date | None) -> Iterable[Any]:
    rows = of.model._default_manager.all()
    if of.model is law.RefusalGround:
        rows = rows.select_related("criterion")
    if on is None:
        return rows
    if of.in_force is not None:
        return of.in_force(rows, on)
    if of.is_dated:
        return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on)
    return rows


def _holds(one: Shown, wanted: list[str]) -> bool:
    text = " ".join([one.name, *one.facts, one.source]).casefold()
    return all(word in text for word in wanted)


def _known(rows: "QuerySet[Any]", on: date) -> "QuerySet[Any]":
    """Return what is said of each day; a later publication corrects an earlier one."""
    return rows.filter(published_on__lte=on).order_by("date", "-published_on").distinct("date")


def _edition(rows: "QuerySet[Any]", on: date) -> "QuerySet[Any]":
    return rows.filter(edition=current_edition(on))


def _destination(row: law.Destination) -> Iterable[object]:
    yield row.get_tier_display()
    yield _("Embargo") if row.embargo else ""
    yield _("Barred by a treaty") if row.treaty_bar else ""
    yield row.reason


def _form(row: law.Procedure) -> Iterable[object]:
    yield _("fee: %(fee)s") % {"fee": formats.money(row.fee, "UAH")} if row.fee else ""
    yield _("months: %(count)s") % {"count": row.months} if row.months else ""
    yield (
        _("days for an appeal: %(count)s") % {"count": row.appeal_days} if row.appeal_days else ""
    )
    required = [code for code, need in row.papers.items() if need != "optional"]
    yield _("papers: %(count)s") % {"count": len(required)} if required else ""


def _asked(row: law.Procedure) -> Iterable[object]:
    """Say which papers must be there, always or when the answers call for them."""
    titles = {paper.code: str(paper) for paper in papers()}
    for code, need in row.papers.items():
        if need != procedure.OPTIONAL and code in titles:
            by_answers = _("%(paper)s (by the answers)") % {"paper": titles[code]}
            yield titles[code] if need == procedure.REQUIRED else by_answers


def form_name(row: law.Procedure) -> str:
    """Return the form of application in words."""
    parts = (ActKind(row.act).label, Kind(row.kind).label, Subject(row.subject).label)
    return " · ".join(str(part) for part in parts)


def _days(row: law.Term) -> str:
    return str(_("days: %(count)s") % {"count": row.days})


TABLES: tuple[Table, ...] = (
    Table("destinations", _("Destination policy"), law.Destination,
          lambda row: country_name(row.country), _destination, ChangeKind.DESTINATION),
    Table("terms", _("Terms of examination"), law.Term,
          lambda row: row.get_track_display(), lambda row: [_days(row)], ChangeKind.TERM),
    Table("days", _("Days that differ from their weekday"), law.CalendarDay,
          lambda row: f"{formats.weekday(row.date)} {formats.day(row.date)}",
          lambda row: [row.get_kind_display(), row.reason], in_force=_known),
    Table("regimes", _("Legal regimes of the calendar"), law.CalendarRegime, str,
          lambda row: [_("holidays are working days") if row.holidays_work else ""],
          ChangeKind.REGIME),
    Table("grounds", _("Refusal grounds"), law.RefusalGround, lambda row: row.code,
          lambda row: [row.get_group_display(), row.title, row.reference], ChangeKind.GROUND),
    Table("forms", _("Forms: fees, papers, lengths"), law.Procedure, form_name, _form,
          ChangeKind.FEE),
    Table("checklists", _("Checklists: sections and papers"), law.Procedure, form_name, _asked,
          ChangeKind.CHECKLIST),
    Table("papers", _("Papers of the checklists"), law.Paper, str, lambda row: [row.code],
          ChangeKind.PAPER),
    Table("control-list", _("Control list"), law.ControlListEntry, lambda row: row.code,
          lambda row: [row.title, row.edition], in_force=_edition),
    Table("criteria", _("Criteria"), law.Criterion, lambda row: row.code,
          lambda row: [row.title, _("absolute") if row.absolute else ""], ChangeKind.CRITERION),
    Table("units", _("Units"), law.Unit, str, lambda row: [row.name], ChangeKind.UNIT),
    Table("departments", _("Departments"), law.Department, lambda row: row.short,
          lambda row: [row.name], ChangeKind.DEPARTMENT),
)  # fmt: skip
