"""The empty sheet to fill in: heads and one example in both languages' words, and the lists."""

from io import BytesIO

import xlsxwriter
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.base import clock
from core.reference.selectors import control_entries, units
from manufacturers.models import SerialRule
from manufacturers.sheets.columns import HEADS, OPTIONAL

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {"name_uk": 44, "name_en": 44, "control_code": 26, "uktzed": 16}


def template() -> bytes:
    """Return the workbook in the reader's language; every cell is a text, so no digit is lost."""
    page = BytesIO()
    with xlsxwriter.Workbook(page, {"in_memory": True, "strings_to_formulas": False}) as book:
        _goods(book)
        _lists(book)
    return page.getvalue()


def _goods(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(_("Products"))
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"bold": True, "bottom": 1})
    for at, (name, words) in enumerate(HEADS.items()):
        sheet.set_column(at, at, WIDTHS.get(name, 20), text)
        sheet.write_string(0, at, words[1 if get_language() == "en" else 0], head)
    sheet.freeze_panes(1, 0)


def _lists(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(_("Lists"))
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 80)
    optional = ", ".join(HEADS[name][1 if get_language() == "en" else 0] for name in OPTIONAL)
    rows = [(_("May stay empty"), optional), ("", "")]
    rows += [(unit.code, f"{unit.name} ({unit})") for unit in units()] + [("", "")]
    rows += [(rule.value, str(rule.label)) for rule in SerialRule] + [("", "")]
    rows += [(entry.code, entry.title) for entry in control_entries(clock.today())]
    for at, (code, words) in enumerate(rows):
        sheet.write_string(at, 0, code)
        sheet.write_string(at, 1, words)
