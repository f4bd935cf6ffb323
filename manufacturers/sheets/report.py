"""The report on a sheet in the words of the reader."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from manufacturers.models import ProductSheet, SheetRow
from manufacturers.sheets.checking import PROBLEMS
from manufacturers.sheets.columns import HEADS
from manufacturers.sheets.reading import MARKS


@dataclass(frozen=True, slots=True)
class RowInWords:
    """One row: its number, what stood in it, what is wrong and what was put right."""

    number: int
    is_right: bool
    name: str
    cells: str
    problems: list[str]
    notes: list[str]


def in_words(row: SheetRow) -> RowInWords:
    """Return a row as the report shows it."""
    values = {name: _plain(text) for name, text in row.values.items()}
    rest = ("control_code", "uktzed", "unit", "production_line")
    return RowInWords(
        number=row.number,
        is_right=row.is_right,
        name=values.get("name_uk") or values.get("name_en") or "—",
        cells=" · ".join(values[name] for name in rest if values.get(name)),
        problems=[_sentence(problem) for problem in row.problems],
        notes=[_sentence(note) for note in row.notes],
    )


def tabs(sheet: ProductSheet, *, only_wrong: bool) -> list[dict[str, object]]:
    """Return the choice between all rows and the wrong ones."""
    return [
        {"label": _("All rows"), "url": "?", "current": not only_wrong, "count": sheet.total},
        {"label": _("Wrong"), "url": "?wrong=on", "current": only_wrong, "count": sheet.wrong},
    ]


def _sentence(problem: dict[str, str]) -> str:
    words = str(PROBLEMS[problem["code"]]) % problem
    head = HEADS.get(problem["field"])
    return f"{head[1 if get_language() == 'en' else 0]}: {words}" if head else words


def _plain(text: str) -> str:
    return "…" if text in MARKS else text
