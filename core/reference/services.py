"""Loading the reference data that comes with the house.

The files in `data/` are read as they are; loading again changes nothing. Rows that a reference
administrator added stay: only rows with the same identity are brought up to date, and a rule that
two people changed here is left as they made it.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django_countries import countries

from core.reference.models import (
    CalendarDay,
    CalendarRegime,
    ChangeKind,
    ChangeState,
    ControlListEntry,
    Criterion,
    Department,
    Destination,
    DutyTerm,
    Paper,
    Procedure,
    ReferenceChange,
    RefusalGround,
    Term,
    Unit,
)
from core.reference.writing import key_of

DATA = Path(__file__).parent / "data"

Row = Mapping[str, Any]

CHANGED_BY_TWO: dict[type[models.Model], tuple[str, ...]] = {
    Destination: (ChangeKind.DESTINATION,),
    Term: (ChangeKind.TERM,),
    CalendarRegime: (ChangeKind.REGIME,),
    RefusalGround: (ChangeKind.GROUND,),
    Procedure: (ChangeKind.FEE, ChangeKind.CHECKLIST),
    Criterion: (ChangeKind.CRITERION,),
    Unit: (ChangeKind.UNIT,),
    Department: (ChangeKind.DEPARTMENT,),
    Paper: (ChangeKind.PAPER,),
}


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Load every file of `data/`; return how many rows each table was given."""
    calendar, destinations = _read("calendar"), _read("destinations")
    return {
        "departments": _load(Department, _read("departments"), "code"),
        "control_list": _load(ControlListEntry, _control_list(), "edition", "code"),
        "units": _load(Unit, _read("units"), "code"),
        "criteria": _load(Criterion, _read("criteria"), "code"),
        "refusal_grounds": _load(RefusalGround, _grounds(), "code", "valid_from"),
        "terms": _load(Term, _read("terms"), "track", "valid_from"),
        "duty_terms": _load(DutyTerm, _read("duty_terms"), "duty", "valid_from"),
        "calendar_days": _load(CalendarDay, calendar["days"], "date", "published_on"),
        "calendar_regimes": _load(CalendarRegime, calendar["regimes"], "valid_from"),
        "papers": _load(Paper, _papers(), "code"),
        "procedures": _load(Procedure, _procedures(), "act", "kind", "subject", "valid_from"),
        "destinations": _load(Destination, _policies(destinations), "country", "valid_from"),
    }


def _read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def _load(model: type[models.Model], rows: Iterable[Row], *identity: str) -> int:
    """Insert or update rows by their identity, one statement a table."""
    given = [model(**row) for row in rows]
    instances = _left_to_the_files(given)
    if not instances:
        return len(given)
    update = [name for name in _columns(model) if name not in identity]
    model._default_manager.bulk_create(
        instances, update_conflicts=True, unique_fields=identity, update_fields=update
    )
    return len(given)


def _left_to_the_files(rows: list[models.Model]) -> list[models.Model]:
    """Leave out what two people changed here: the files know nothing of those rows."""
    kinds = CHANGED_BY_TWO.get(type(rows[0]), ()) if rows else ()
    if not kinds:
        return rows
    confirmed = ReferenceChange.objects.filter(kind__in=kinds, state=ChangeState.CONFIRMED)
    changed = set(confirmed.values_list("key", flat=True))
    return [row for row in rows if key_of(kinds[0], row) not in changed]


def _columns(model: type[models.Model]) -> list[str]:
    names = [field.name for field in model._meta.concrete_fields]
    return [name for name in names if name not in {"id", "created_at"}]


def _control_list() -> Iterable[Row]:
    content = _read("control_list")
    edition = {key: content[key] for key in ("edition", "edition_from")}
    return [
        entry | edition | {"position": position}
        for position, entry in enumerate(content["entries"], 1)
    ]


def _grounds() -> Iterable[Row]:
    by_code = {criterion.code: criterion for criterion in Criterion.objects.all()}
    content = _read("refusal_grounds")
    return [
        content["common"] | row | {"criterion": by_code.get(row["criterion"])}
        for row in content["grounds"]
    ]


def _policies(content: Row) -> Iterable[Row]:
    """Expand groups of countries; every other country of ISO 3166-1 gets the standard policy."""
    rows = [
        {key: value for key, value in group.items() if key != "countries"} | {"country": country}
        for group in content["groups"]
        for country in group["countries"]
    ]
    special = {row["country"] for row in rows}
    rest = [code for code, _name in countries if code not in special]
    return rows + [content["standard"] | {"country": country} for country in rest]


def _papers() -> Iterable[Row]:
    return [row | {"position": place} for place, row in enumerate(_read("procedures")["papers"], 1)]


def _asked(sections: Row) -> Row:
    """Leave out the sections that a group takes back from what is common to all."""
    return {key: rule for key, rule in sections.items() if rule}


def _procedures() -> Iterable[Row]:
    """Expand each group to its subjects and kinds; what a kind says of itself comes last."""
    content = _read("procedures")
    return [
        {**content["common"], **group["rules"], **special}
        | {"act": group["act"], "subject": subject, "kind": kind}
        | {"sections": _asked(content["common"]["sections"] | group["rules"]["sections"]
                              | special.get("sections", {}))}
        for group in content["groups"]
        for subject in group["subjects"]
        for kind, special in group["kinds"].items()
    ]  # fmt: skip
