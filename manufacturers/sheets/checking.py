"""Is a row a product? The rules of the form, asked of thousands of rows without queries."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.base.errors import InvalidInput
from core.base.scripts import latin_code, mixed_words
from core.reference.control_search import written_code
from core.reference.models import Unit
from core.reference.selectors import control_entries, units
from core.ui.forms import refuse_hidden_characters
from manufacturers.collation import name_key
from manufacturers.models import Manufacturer, ProductionLine, SerialRule
from manufacturers.selectors import open_lines
from manufacturers.services.catalogue import ProductData, check_uktzed
from manufacturers.sheets.columns import HEADS, OPTIONAL, fold
from manufacturers.sheets.reading import DATE, FAULT, FORMULA, MERGED, QUOTES

LONGEST_NAME = 200

PROBLEMS: dict[str, Promise] = {
    "empty": _("The cell is empty."),
    "formula": _("The cell holds a formula. Copy the column and paste it as values."),
    "merged": _("The cell is merged with another one. Undo the merging."),
    "date": _("The cell holds a date. Format the column as text and type it again."),
    "fault": _("The cell holds an error of the spreadsheet, such as #N/A."),
    "quotes": _("The quotation marks do not match. Double each one inside a quoted name."),
    "long": _("The text is longer than 200 characters."),
    "hidden": _("The text holds a control character that nobody sees. Type it again."),
    "beyond": _("There are more cells than columns: “%(text)s”. Put names in quotation marks."),
    "control_code": _("The control list has no code “%(text)s”."),
    "uktzed": _("A UKTZED code has exactly 10 digits; here is “%(text)s”."),
    "unit": _("There is no unit “%(text)s”. See the units in the template."),
    "serial_rule": _("Write each, lot or none, not “%(text)s”."),
    "line": _("The company has no production line “%(text)s”."),
    "line_unit": _("The production line is counted in another unit."),
    "known": _("The catalogue has a product of this name already."),
    "twice": _("The same name stands in row %(row)s."),
    "cyrillic": _("Cyrillic letters in the code were read as Latin ones: %(text)s."),
    "mixed": _("A word mixes Latin and Cyrillic letters: %(text)s."),
}

_SERIAL_WORDS = {
    SerialRule.EACH: (
        *("each", "serial", "yes", "true", "так", "кожен", "кожний", "кожен виріб", "є"),
        *("серійний", "серійні"),
    ),
    SerialRule.LOT: ("lot", "batch", "партія", "партії", "партіями"),
    SerialRule.NONE: ("none", "no", "false", "ні", "немає", "відсутні", "без номерів"),
}
# Beside the words of the reference data: how people write the same units.
_UNIT_WORDS = {
    "pcs": ("штук", "штуки", "pieces", "од", "одиниця", "одиниць", "unit", "units", "each"),
    "set": ("к-т", "комплекти", "комплектів", "набір", "sets", "kit"),
    "pair": ("пари", "пар", "pairs"),
}
_MARKED = {MERGED: "merged", DATE: "date", FAULT: "fault"}
_LOOSE_CODE = re.compile(r"^(ML|МЛ)[\s.\-]+", re.IGNORECASE)
_TEN_WITH_POINT = re.compile(r"([0-9]{10})[.,]0+")


@dataclass(slots=True)
class Verdict:
    """What a row would become, what is wrong with it, and what was put right or looks odd."""

    product: ProductData | None = None
    problems: list[dict[str, str]] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)


class Checker:
    """Knows the list, the units, the lines and the names once; then judges rows in their order."""

    def __init__(self, company: Manufacturer) -> None:
        self._entries = {entry.code: entry for entry in control_entries(clock.today())}
        self._units = _unit_words()
        self._lines = {line.name_key: line for line in open_lines(company)} | {
            name_key(line.name_en): line for line in open_lines(company)
        }
        known = company.products.filter(archived_at__isnull=True)
        self._known = set(known.values_list("name_key", flat=True))
        self._seen: dict[str, int] = {}

    @property
    def edition(self) -> str:
        """Return the edition of the control list in force today."""
        return next(iter(self._entries.values())).edition

    def judge(self, number: int, values: Mapping[str, str]) -> Verdict:
        """Return the verdict on a row of the file; rows are asked about in their order."""
        verdict = Verdict()
        if QUOTES in values.values():
            _add(verdict.problems, "quotes", "")
            return verdict
        if "beyond" in values:
            _add(verdict.problems, "beyond", "", text=values["beyond"][:60])
        for name in HEADS:
            _check_cell(verdict, name, values.get(name, ""))
        bad = {problem["field"] for problem in verdict.problems}
        read = {name: values.get(name, "") for name in HEADS}
        code = self._code(verdict, read["control_code"], bad)
        unit = self._unit(verdict, read["unit"], bad)
        rule = self._rule(verdict, read["serial_rule"], bad)
        line = self._line(verdict, read["production_line"], unit, bad)
        uktzed = _uktzed(verdict, read["uktzed"], bad)
        self._name(verdict, number, read["name_uk"], bad)
        if unit is not None and not verdict.problems:
            verdict.product = ProductData(
                name_uk=read["name_uk"],
                name_en=read["name_en"],
                control_code=code,
                uktzed=uktzed,
                unit=unit,
                serial_rule=rule,
                production_line=line,
            )
        return verdict

    def _code(self, verdict: Verdict, text: str, bad: set[str]) -> str:
        code = written_code(_LOOSE_CODE.sub(r"\1", text.strip(" .")))
        if "control_code" in bad:
            return code
        if code not in self._entries:
            _add(verdict.problems, "control_code", "control_code", text=text[:40])
        elif latin_code(text) != text:
            _add(verdict.notes, "cyrillic", "control_code", text=code)
        return code

    def _unit(self, verdict: Verdict, text: str, bad: set[str]) -> Unit | None:
        unit = self._units.get(fold(text))
        if unit is None and "unit" not in bad:
            _add(verdict.problems, "unit", "unit", text=text[:40])
        return unit

    def _rule(self, verdict: Verdict, text: str, bad: set[str]) -> str:
        if not text or "serial_rule" in bad:
            return SerialRule.EACH
        for rule, words in _serial_words().items():
            if fold(text) in words:
                return rule
        _add(verdict.problems, "serial_rule", "serial_rule", text=text[:40])
        return SerialRule.EACH

    def _line(
        self, verdict: Verdict, text: str, unit: Unit | None, bad: set[str]
    ) -> ProductionLine | None:
        if not text or "production_line" in bad:
            return None
        line = self._lines.get(name_key(text))
        if line is None:
            _add(verdict.problems, "line", "production_line", text=text[:60])
        elif unit is not None and line.unit_id != unit.pk:
            _add(verdict.problems, "line_unit", "production_line")
        return line

    def _name(self, verdict: Verdict, number: int, text: str, bad: set[str]) -> None:
        if "name_uk" in bad:
            return
        key = name_key(text)
        if key in self._known:
            _add(verdict.problems, "known", "name_uk")
        elif key in self._seen:
            _add(verdict.problems, "twice", "name_uk", row=str(self._seen[key]))
        else:
            self._seen[key] = number


def _check_cell(verdict: Verdict, name: str, text: str) -> None:
    """Find what is wrong with a cell before its meaning is asked."""
    if text == FORMULA or text.startswith("="):
        _add(verdict.problems, "formula", name)
    elif text in _MARKED:
        _add(verdict.problems, _MARKED[text], name)
    elif not text and name not in OPTIONAL:
        _add(verdict.problems, "empty", name)
    elif len(text) > LONGEST_NAME:
        _add(verdict.problems, "long", name)
    elif _has_hidden(text):
        _add(verdict.problems, "hidden", name)
    elif name.startswith("name") and (words := mixed_words(text)):
        _add(verdict.notes, "mixed", name, text=", ".join(words)[:100])


def _has_hidden(text: str) -> bool:
    try:
        refuse_hidden_characters(text)
    except ValidationError:
        return True
    return False


def _uktzed(verdict: Verdict, text: str, bad: set[str]) -> str:
    code = _digits(text)
    if "uktzed" not in bad:
        try:
            check_uktzed(code)
        except InvalidInput:
            _add(verdict.problems, "uktzed", "uktzed", text=text[:40])
    return code


def _digits(text: str) -> str:
    """Return a tariff code as it is kept: 8806.93.00.00 and what a spreadsheet makes of it."""
    code = text.removeprefix("'").strip()
    if found := _TEN_WITH_POINT.fullmatch(code):
        return found.group(1)
    return re.sub(r"[\s.\-]", "", code)


def _unit_words() -> dict[str, Unit]:
    known = units()
    also = {fold(word): unit for unit in known for word in _UNIT_WORDS.get(unit.code, ())}
    return also | {
        fold(word): unit
        for unit in known
        for word in (unit.code, unit.uk, unit.en, unit.name_uk, unit.name_en)
    }


def _serial_words() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for rule, words in _SERIAL_WORDS.items():
        labels = [fold(word) for word in words]
        for language in ("uk", "en"):
            with translation.override(language):
                labels.append(fold(str(rule.label)))
        found[rule.value] = frozenset(labels)
    return found


def _add(found: list[dict[str, str]], code: str, name: str, **params: str) -> None:
    found.append({"code": code, "field": name, **params})
