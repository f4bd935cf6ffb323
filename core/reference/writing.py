"""From a proposal to rows: what each kind of change writes, and what it must fit to.

A payload holds plain JSON. `drafted` turns it into the rows it would write, not yet saved, so that
the effect of a proposal and its confirmation read it in the same way.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Model, QuerySet
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.base.errors import InvalidInput
from core.reference import whole_lists
from core.reference.models import (
    CalendarDay,
    CalendarRegime,
    ChangeKind,
    ChangeState,
    ControlListEntry,
    Criterion,
    Department,
    Destination,
    Paper,
    Procedure,
    ReferenceChange,
    RefusalGround,
    Term,
    Unit,
)

Payload = Mapping[str, Any]

#: The columns that a change of each kind may set; all others come from the row before it.
FIELDS: dict[str, tuple[str, ...]] = {
    ChangeKind.DESTINATION: ("tier", "embargo", "treaty_bar", "reason_uk", "reason_en"),
    ChangeKind.TERM: ("days",),
    ChangeKind.REGIME: ("name_uk", "name_en", "holidays_work", "valid_until"),
    ChangeKind.GROUND: ("title_uk", "title_en", "reference_uk", "reference_en"),
    ChangeKind.FEE: ("fee", "months", "appeal_days"),
    ChangeKind.CHECKLIST: ("sections", "papers"),
    ChangeKind.CRITERION: ("title_uk", "title_en"),
    ChangeKind.UNIT: ("uk", "en", "name_uk", "name_en"),
    ChangeKind.DEPARTMENT: ("short_uk", "short_en", "name_uk", "name_en"),
    ChangeKind.PAPER: ("title_uk", "title_en"),
    ChangeKind.CALENDAR: ("date", "kind", "reason_uk", "reason_en"),
    ChangeKind.CONTROL_LIST: ("edition", "code", "title_uk", "title_en"),
}
#: Kinds that bring a list, and end no row.
WHOLE: dict[str, Callable[[ReferenceChange], list[Any]]] = {
    ChangeKind.CALENDAR: whole_lists.days,
    ChangeKind.CONTROL_LIST: whole_lists.entries,
}

_ROWS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    ChangeKind.DESTINATION: (Destination, ("country",)),
    ChangeKind.TERM: (Term, ("track",)),
    ChangeKind.REGIME: (CalendarRegime, ()),
    ChangeKind.GROUND: (RefusalGround, ("code",)),
    ChangeKind.FEE: (Procedure, ("act", "kind", "subject")),
    ChangeKind.CHECKLIST: (Procedure, ("act", "kind", "subject")),
    ChangeKind.CRITERION: (Criterion, ("code",)),
    ChangeKind.UNIT: (Unit, ("code",)),
    ChangeKind.DEPARTMENT: (Department, ("code",)),
    ChangeKind.PAPER: (Paper, ("code",)),
}

#: Names of things that other rows point at: one row for all times, its words change in place on
#: the day of the confirmation. What they were before stands in the event.
NAMED: frozenset[str] = frozenset(
    {ChangeKind.CRITERION, ChangeKind.UNIT, ChangeKind.DEPARTMENT, ChangeKind.PAPER}
)
_NEED = re.compile(r"(required|optional|when:[a-z_]{1,40})")

_NEVER_COPIED = frozenset({"id", "created_at", "valid_from", "valid_until", "source"})


def key_of(kind: str, row: Model) -> str:
    """Return the name under which changes of a row are filed: "DK", "permit/open/goods"."""
    return "/".join(str(getattr(row, name)) for name in _ROWS[kind][1])


def history(kind: str, key: str) -> QuerySet[Any]:
    """Return every row ever valid about the same thing, the latest first."""
    if kind == ChangeKind.CALENDAR:
        year = int(key[:4])
        return CalendarDay.objects.filter(date__year=year).order_by("date", "-published_on")
    if kind == ChangeKind.CONTROL_LIST:
        return ControlListEntry.objects.order_by("-edition_from", "position")
    model, names = _ROWS[kind]
    parts = key.split("/") if names else []
    same = dict(zip(names, parts, strict=True))
    found = model._default_manager.filter(**same)
    return found if kind in NAMED else found.order_by("-valid_from")


def latest(kind: str, key: str) -> Any | None:
    """Return the row that a new one would follow; None for days of the calendar."""
    return None if kind == ChangeKind.CALENDAR else history(kind, key).first()


def drafted(change: ReferenceChange) -> list[Any]:
    """Return the rows a change would write, checked but not saved. Raises InvalidInput."""
    if change.kind == ChangeKind.CHECKLIST:
        _require_needs(change)
    rows = WHOLE[change.kind](change) if change.kind in WHOLE else [_row(change)]
    for row in rows:
        _require_sense(row, FIELDS[change.kind])
    return rows


def _require_sense(row: Any, fields: tuple[str, ...]) -> None:
    """Ask of the proposed values what the database will ask of the row."""
    columns = {one.name for one in row._meta.concrete_fields}
    untouched = columns - {name for name in fields if getattr(row, name) is not None}
    try:
        row.clean_fields(exclude=untouched)
    except ValidationError as problem:
        name, messages = next(iter(problem.message_dict.items()))
        raise InvalidInput("not_a_rule", messages[0], field=name) from problem
    for rule in row._meta.constraints:
        if isinstance(rule, CheckConstraint):
            _require_rule(rule, row)


def _require_rule(rule: CheckConstraint, row: Any) -> None:
    try:
        rule.validate(type(row), row)
    except ValidationError as problem:
        raise InvalidInput("not_a_rule", _("These values do not go together.")) from problem


def write(change: ReferenceChange) -> None:
    """Close the row before and open the new one; the caller's transaction holds both."""
    rows = drafted(change)
    before = None if change.kind in WHOLE else latest(change.kind, change.key)
    if change.kind in NAMED and before is not None:
        for name, value in _values(change).items():
            setattr(before, name, value)
        before.save(update_fields=list(FIELDS[change.kind]))
        return
    if before is not None and (
        before.valid_until is None or before.valid_until >= change.effective_on
    ):
        before.valid_until = change.effective_on - timedelta(days=1)
        before.save(update_fields=["valid_until"])
    for row in rows:
        row.save(force_insert=True)


def require_fit(change: ReferenceChange) -> None:
    """Raise InvalidInput when the change does not follow what is kept already."""
    if change.kind == ChangeKind.CALENDAR:
        whole_lists.require_days(change)
        return
    if change.kind == ChangeKind.CONTROL_LIST:
        whole_lists.require_edition(change)
        return
    before = latest(change.kind, change.key)
    if before is None:
        raise InvalidInput("unknown_rule", _("There is no such rule to change."))
    if change.kind in NAMED:
        _require_own_words(change, before)
    elif before.valid_from >= change.effective_on:
        raise InvalidInput(
            "later_rule",
            _("A rule valid from %(day)s is kept already; choose a later day."),
            field="effective_on",
            day=before.valid_from.strftime("%d.%m.%Y"),
        )
    if all(getattr(before, name) == value for name, value in _values(change).items()):
        raise InvalidInput("same_rule", _("This is what the rule says already."))


def words_before(change: ReferenceChange) -> dict[str, str]:
    """Return what a named thing is called now, for the event of its change."""
    if change.kind not in NAMED:
        return {}
    row = latest(change.kind, change.key)
    return {name: getattr(row, name) for name in FIELDS[change.kind]}


def is_overtaken(change: ReferenceChange) -> bool:
    """Tell whether a name or a day was changed after this was proposed: no row says so."""
    if change.kind == ChangeKind.CALENDAR:
        return whole_lists.is_overtaken(change)
    later = ReferenceChange.objects.filter(
        kind=change.kind,
        key=change.key,
        state=ChangeState.CONFIRMED,
        answered_at__gte=change.created_at,
    )
    return change.kind in NAMED and later.exclude(pk=change.pk).exists()


def _require_own_words(change: ReferenceChange, before: Model) -> None:
    """Refuse a short name that another thing bears already."""
    model = type(before)
    unique = {one.name for one in model._meta.concrete_fields if one.unique}
    for name, value in _values(change).items():
        others = model._default_manager.exclude(pk=before.pk)
        if name in unique and others.filter(**{name: value}).exists():
            raise InvalidInput("name_taken", _("Another row has this name already."), field=name)


def _require_needs(change: ReferenceChange) -> None:
    for name in FIELDS[ChangeKind.CHECKLIST]:
        needs = change.payload.get(name)
        if not isinstance(needs, dict) or not all(
            isinstance(need, str) and _NEED.fullmatch(need) for need in needs.values()
        ):
            raise InvalidInput("not_a_rule", _("These values do not go together."), field=name)


def _row(change: ReferenceChange) -> Model:
    model, _names = _ROWS[change.kind]
    before = latest(change.kind, change.key)
    columns = [one.attname for one in model._meta.concrete_fields if one.name not in _NEVER_COPIED]
    kept = {name: getattr(before, name) for name in columns} if before is not None else {}
    if "published_on" in columns:
        kept["published_on"] = clock.today()
    values = kept | _values(change)
    if change.kind in NAMED:
        return model(**values)
    return model(**values, valid_from=change.effective_on, source=change.source)


def _values(change: ReferenceChange) -> dict[str, Any]:
    """Return the payload as the columns hold it; what the kind does not set is left out."""
    fields = FIELDS[change.kind]
    values = {name: value for name, value in change.payload.items() if name in fields}
    if values.get("fee") is not None:
        values["fee"] = Decimal(values["fee"])
    if values.get("valid_until"):
        values["valid_until"] = date.fromisoformat(values["valid_until"])
    return values
