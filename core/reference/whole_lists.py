"""Changes that bring a whole list at once: days of the calendar, an edition of the control list.

Neither has a row before it that would end. A day named again is corrected by a row published later,
so a calendar computed as of an earlier day still knows what was known then; an edition stands
beside the older ones and is in force from its day.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.base.errors import InvalidInput
from core.reference.models import (
    CalendarDay,
    ChangeKind,
    ChangeState,
    ControlListEntry,
    ReferenceChange,
)

CONTROL_LIST = "control-list"


def days(change: ReferenceChange) -> list[CalendarDay]:
    """Return the days that a change would write, not saved."""
    return [
        CalendarDay(
            date=date.fromisoformat(day["date"]),
            kind=day["kind"],
            reason_uk=day["reason_uk"],
            reason_en=day["reason_en"],
            published_on=clock.today(),
            source=change.source,
        )
        for day in change.payload["days"]
    ]


def require_days(change: ReferenceChange) -> None:
    """Raise InvalidInput for days named twice, kept already as they are, or in the past."""
    named = days(change)
    if not named:
        raise InvalidInput("no_days", _("Name at least one day."), field="days")
    dates = [day.date for day in named]
    kept = {
        day.date: day for day in CalendarDay.objects.filter(date__in=dates).order_by("published_on")
    }
    twice = {day.date for day in named if dates.count(day.date) > 1 or _is_kept(day, kept)}
    if twice:
        raise InvalidInput(
            "day_twice",
            _("%(day)s is in the calendar already, or named twice."),
            field="days",
            day=min(twice).strftime("%d.%m.%Y"),
        )
    if min(dates) < change.effective_on and not change.past_reason:
        raise InvalidInput(
            "past_day",
            _("%(day)s is before the day the change takes effect."),
            field="days",
            day=min(dates).strftime("%d.%m.%Y"),
        )


def _is_kept(day: CalendarDay, kept: dict[date, CalendarDay]) -> bool:
    """Tell whether the calendar says so already, or was corrected about this day today."""
    before = kept.get(day.date)
    if before is None:
        return False
    said = (before.kind, before.reason_uk, before.reason_en)
    return before.published_on >= day.published_on or said == (
        day.kind,
        day.reason_uk,
        day.reason_en,
    )


def is_overtaken(change: ReferenceChange) -> bool:
    """Tell whether one of the days was changed after this was proposed."""
    own = {day["date"] for day in change.payload["days"]}
    later = ReferenceChange.objects.filter(
        kind=ChangeKind.CALENDAR,
        key=change.key,
        state=ChangeState.CONFIRMED,
        answered_at__gte=change.created_at,
    ).exclude(pk=change.pk)
    return any(own & {day["date"] for day in one.payload["days"]} for one in later)


def entries(change: ReferenceChange) -> list[ControlListEntry]:
    """Return the entries of the edition that a change would write, not saved."""
    return [
        ControlListEntry(
            edition=change.payload["edition"],
            edition_from=change.effective_on,
            code=entry["code"],
            title_uk=entry["title_uk"],
            title_en=entry["title_en"],
            position=position,
        )
        for position, entry in enumerate(change.payload["entries"], 1)
    ]


def require_edition(change: ReferenceChange) -> None:
    """Raise InvalidInput for an edition kept already, an early one, or codes out of place."""
    rows = entries(change)
    kept = ControlListEntry.objects.order_by("-edition_from")
    if kept.filter(edition=change.payload["edition"]).exists():
        raise InvalidInput(
            "edition_kept", _("An edition of this name is kept already."), field="edition"
        )
    newest = kept.values_list("edition_from", flat=True).first()
    if newest is not None and newest >= change.effective_on:
        raise InvalidInput(
            "later_rule",
            _("A rule valid from %(day)s is kept already; choose a later day."),
            field="effective_on",
            day=newest.strftime("%d.%m.%Y"),
        )
    _require_codes([row.code for row in rows])
    new, gone = difference(change)
    if not (new or gone):
        raise InvalidInput("same_rule", _("This is what the rule says already."), field="entries")


def _require_codes(codes: list[str]) -> None:
    """Every entry once, and none without the entry that it is a part of."""
    if not codes:
        raise InvalidInput("no_entries", _("Name at least one entry."), field="entries")
    known: set[str] = set()
    for code in codes:
        above = code.rpartition(".")[0]
        if code in known or (above and above not in known):
            raise InvalidInput(
                "entry_out_of_place",
                _("%(entry)s is named twice, or stands before the entry it is a part of."),
                field="entries",
                entry=code,
            )
        known.add(code)


def difference(change: ReferenceChange) -> tuple[list[ControlListEntry], list[ControlListEntry]]:
    """Return the entries that are new or worded anew, and those that the edition drops."""
    before = {entry.code: entry for entry in _edition_before(change.effective_on)}
    after = {entry.code: entry for entry in entries(change)}
    new = [
        entry
        for code, entry in after.items()
        if code not in before
        or (before[code].title_uk, before[code].title_en) != (entry.title_uk, entry.title_en)
    ]
    return new, [entry for code, entry in before.items() if code not in after]


def _edition_before(day: date) -> Iterable[ControlListEntry]:
    older = ControlListEntry.objects.filter(edition_from__lt=day)
    newest = older.order_by("-edition_from").values_list("edition", flat=True)[:1]
    return older.filter(edition__in=list(newest))
