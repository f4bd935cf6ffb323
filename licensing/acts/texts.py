"""Words of law that the documents repeat: data with a source, read once."""

import json
from calendar import monthrange
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

from core.documents.records import Bilingual, Place
from core.reference.models import ControlListEntry, Unit

_FILE = Path(__file__).parent.parent / "data" / "act_texts.json"


@cache
def texts() -> dict[str, Any]:
    """Return the texts of `data/act_texts.json`."""
    content: dict[str, Any] = json.loads(_FILE.read_text())
    return content


def both(uk: str, en: str) -> Bilingual:
    """Return one text in both languages."""
    return {"uk": uk, "en": en}


def bilingual(*path: str) -> Bilingual:
    """Return the bilingual text under a path of keys."""
    found: Any = texts()
    for key in path:
        found = found[key]
    return both(found["uk"], found["en"])


def country(code: str) -> Bilingual:
    """Return the name of a country in both languages."""
    return both(*(str(Locale.parse(lang).territories.get(code, code)) for lang in ("uk", "en")))


def place(code: str) -> Place:
    """Return a country as it is printed."""
    return {"name": country(code), "code": code}


def units() -> dict[str, Bilingual]:
    """Return the printed form of every unit, by its code."""
    return {unit.code: both(unit.uk, unit.en) for unit in Unit.objects.all()}


def editions() -> dict[str, str]:
    """Return the date of every edition of the control list, by its name."""
    rows = ControlListEntry.objects.order_by().values_list("edition", "edition_from").distinct()
    return {edition: start.isoformat() for edition, start in rows}


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def longest_validity(kind: str, start: date) -> date:
    """Return the last day to which a permit of this kind may run (domain.md 1.2)."""
    return months_after(start, int(texts()["longest_months"][kind]))
