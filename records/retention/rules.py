"""The classes of retention and their dated terms (a page of law, pure)."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base.errors import InvalidInput

DATA = Path(__file__).parent / "data" / "retention.json"


class RetentionClass(models.TextChoices):
    """What became of a case: that decides how long its files are kept."""

    GRANTED = "granted", _("A permit was issued: from the end of its validity")
    REFUSED = "refused", _("Refused: from the decision")
    UNFINISHED = "unfinished", _("Withdrawn or lapsed: from the end of the case")


@dataclass(frozen=True, slots=True)
class Term:
    """So many whole years for one class."""

    retention: RetentionClass
    years: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """The terms of one edition with their source."""

    valid_from: date
    source: str
    terms: tuple[Term, ...]

    def due_on(self, retention: RetentionClass, last_day: date) -> date:
        """Return the first day on which files may be disposed of.

        The years run from 1 January after the year of `last_day` (order 1000/5).
        """
        return date(last_day.year + 1 + self.years(retention), 1, 1)

    def years(self, retention: RetentionClass) -> int:
        """Return the term of a class in years."""
        return next(term.years for term in self.terms if term.retention == retention)


def schedule_on(day: date) -> Schedule:
    """Return the terms in force on a day. Raises InvalidInput when none are."""
    for row in _rows():
        until = row["valid_until"]
        if row["valid_from"] <= day.isoformat() and (until is None or day.isoformat() <= until):
            terms = (Term(RetentionClass(one["code"]), one["years"]) for one in row["classes"])
            return Schedule(date.fromisoformat(row["valid_from"]), row["source"], tuple(terms))
    raise InvalidInput("no_retention_rule", _("No terms of retention are in force on that day."))


@cache
def _rows() -> Any:
    return json.loads(DATA.read_text(encoding="utf-8"))
