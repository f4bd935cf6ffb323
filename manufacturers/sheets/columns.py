"""Which column is which: heads in Ukrainian, in English or by the name of the field."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from django.utils.translation import gettext_lazy as _

from core.base.errors import InvalidInput
from manufacturers.sheets.reading import MARKS, Line

# The first two are those of the template; then what people write over such columns. What stands
# in brackets is a hint: «Код УКТЗЕД (10 цифр)».
HEADS: dict[str, tuple[str, ...]] = {
    "name_uk": (
        *("Назва українською", "Name in Ukrainian", "Назва", "Найменування", "Назва укр"),
        *("Найменування українською", "Назва виробу", "Найменування виробу", "Назва (укр.)"),
        *("Ukrainian name", "Name UK", "Name (UK)", "Product name (UK)", "Name Ukrainian"),
    ),
    "name_en": (
        *("Назва англійською", "Name in English", "Name", "Назва англ", "Назва (англ.)"),
        *("Найменування англійською", "English name", "Name EN", "Name (EN)", "Product name"),
        *("Product name (EN)", "Name English"),
    ),
    "control_code": (
        *("Код контрольного списку", "Control list code", "Контрольний список"),
        *("Код ML", "Код списку", "ML", "Control code", "ML code", "Control list", "Код контролю"),
        *("Позиція контрольного списку", "Позиція списку", "Control list item", "Military list"),
    ),
    "uktzed": (
        *("Код УКТЗЕД", "UKTZED code", "УКТЗЕД", "УКТ ЗЕД", "Код УКТ ЗЕД", "Код за УКТЗЕД"),
        *("UKTZED", "HS", "HS code", "Customs code"),
    ),
    "unit": (
        *("Одиниця", "Unit", "Одиниця виміру", "Одиниця обліку", "Од. вим.", "Од. виміру", "Од."),
        *("Unit of measure", "UoM", "Units"),
    ),
    "serial_rule": (
        *("Серійні номери", "Serial numbers", "Серійний облік", "Serial rule", "Серійний номер"),
    ),
    "production_line": ("Виробнича лінія", "Production line", "Лінія"),
}
OPTIONAL = frozenset({"serial_rule", "production_line"})
REQUIRED = tuple(name for name in HEADS if name not in OPTIONAL)
# The head may stand under a title and an empty line, not deeper.
DEEPEST_HEAD = 10


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under the head, each as field → text, and the columns that nobody asked for."""

    rows: Iterator[tuple[int, dict[str, str]]]
    ignored: list[str]


def table(stream: Iterator[Line]) -> Table:
    """Find the head and name the cells under it. Raises InvalidInput at `file`."""
    lines = list(islice(stream, DEEPEST_HEAD))
    at = max(range(len(lines)), key=lambda place: len(_known(lines[place])))
    known = _known(lines[at])
    if missing := [HEADS[name][0] for name in REQUIRED if name not in known]:
        message = _("These columns are missing: %(columns)s. Use the template.")
        raise InvalidInput("sheet_head", message, field="file", columns=", ".join(missing))
    taken = {place for places in known.values() for place in places}
    if any(len(places) > 1 for places in known.values()):
        message = _("A column stands in the table twice: %(columns)s.")
        twice = [HEADS[name][0] for name, places in known.items() if len(places) > 1]
        raise InvalidInput("sheet_head", message, field="file", columns=", ".join(twice))
    head = lines[at].cells
    return Table(
        rows=(
            (line.number, _named(line, known, len(head))) for line in chain(lines[at + 1 :], stream)
        ),
        ignored=[text for place, text in enumerate(head) if text and place not in taken],
    )


def fold(text: str) -> str:
    """Return a head or a word for comparison: letters and digits only."""
    return re.sub(r"[\W_]+", "", text.casefold())


_BY_HEAD: Mapping[str, str] = {
    fold(word): name for name, words in HEADS.items() for word in (name, *words)
}


def _known(line: Line) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, text in enumerate(line.cells):
        if name := _field_of(text):
            found.setdefault(name, []).append(place)
    return found


def _field_of(head: str) -> str | None:
    if head in MARKS:
        return None
    return _BY_HEAD.get(fold(head)) or _BY_HEAD.get(fold(re.sub(r"\([^)]*\)", "", head)))


def _named(line: Line, known: Mapping[str, Iterable[int]], width: int) -> dict[str, str]:
    cells = line.cells
    values = {
        name: cells[place] if place < len(cells) else ""
        for name, places in known.items()
        for place in places
    }
    # A separator inside a name without quotation marks pushes the rest to the right.
    if beyond := [text for text in cells[width:] if text and text not in MARKS]:
        values["beyond"] = " ".join(beyond)
    return values
