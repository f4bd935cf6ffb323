"""Published figures as the page shows them: names for codes, bars, a word for withheld."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django_countries import countries

from core.base.spreadsheet import Value
from records.statistics.disclosure import OTHER
from records.statistics.rules import treaty_categories

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure pair: None is withheld, 0 licences is nothing at all."""

    licences: int | None
    value: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table with its total and the length of its bar in hundredths."""

    name: str
    cells: Sequence[Shown]
    total: Shown
    bar: int


@dataclass(frozen=True, slots=True)
class Shape:
    """A table as the page shows it, with its bottom line."""

    columns: Sequence[str]
    rows: Sequence[Row]
    totals: Sequence[Shown]
    total: Shown


def table(content: Content | None) -> Shape | None:
    """Return a published table for the page, or None where it is withheld."""
    if not content:
        return None
    return Shape(
        [column_name(code) for code in content["columns"]],
        table_rows(content),
        [Shown(**cell) for cell in content["totals"]],
        Shown(**content["total"]),
    )


def destination_name(code: str) -> str:
    """Return a destination in the reader's language."""
    return _("Other destinations") if code == OTHER else str(countries.name(code) or code)


def column_name(code: str) -> str:
    """Return a column of the table: the chapter, or the rest."""
    return pgettext("columns that cannot stand alone", "Others") if code == OTHER else code


def table_rows(licensed: Content) -> list[Row]:
    """Return the rows of the main table, largest value first, "other" last."""
    rows = licensed["rows"]
    top = max(int(row["total"]["value"]) for row in rows) or 1
    shown = [_row(row, top) for row in rows if row["destination"] != OTHER]
    shown.sort(key=lambda row: -int(row.total.value or 0))
    return shown + [_row(row, top) for row in rows if row["destination"] == OTHER]


def _row(row: Content, top: int) -> Row:
    bar = max(round(int(row["total"]["value"]) * 100 / top), 1)
    name = destination_name(row["destination"])
    return Row(name, [Shown(**cell) for cell in row["cells"]], Shown(**row["total"]), bar)


def categories(content: Content) -> list[Row]:
    """Return the treaty categories with their names."""
    language = "en" if get_language() == "en" else "uk"
    names = {category.code: getattr(category, language) for category in treaty_categories()}
    return [
        Row(f"{row['category']} · {names[row['category']]}", (), _shown(row), 0)
        for row in content["categories"]
    ]


def _shown(row: Content) -> Shown:
    return Shown(row["licences"], row["value"])


#: Columns of the file for spreadsheets; names are a contract.
COLUMNS = ("year", "destination", "entry", "licences", "value_eur", "withheld")


def csv_rows(content: Content, name: str = "licensed") -> Iterable[Sequence[Value]]:
    """Yield a table as rows: each cell, then the totals under the entry "total".

    In the table of what was shipped the column `licences` counts shipments.
    """
    licensed = content.get(name)
    if not licensed:
        return
    for row in licensed["rows"]:
        named = [*zip(licensed["columns"], row["cells"], strict=True), ("total", row["total"])]
        for column, cell in named:
            yield _cells(content["year"], row["destination"], column, cell)
    for column, cell in zip(licensed["columns"], licensed["totals"], strict=True):
        yield _cells(content["year"], "total", column, cell)
    yield _cells(content["year"], "total", "total", licensed["total"])


def _cells(year: int, destination: str, column: str, cell: Content) -> Sequence[Value]:
    value = cell["value"]
    withheld = "yes" if value is None else "no"
    return [year, destination, column, cell["licences"], value, withheld]
