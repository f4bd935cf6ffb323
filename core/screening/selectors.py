"""Reading the lists: which are in use, how old they are, what stands in the way of screening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from core.base import clock
from core.screening.models import AgeRule, Edition, EditionState, Entry, WatchList


@dataclass(frozen=True, slots=True)
class ListState:
    """A list as it stands on a day."""

    watch_list: WatchList
    active: Edition | None
    waiting: Sequence[Edition]
    seen_on: date | None
    age: int | None
    max_age: int | None
    source: str

    @property
    def missing(self) -> bool:
        """Tell whether no edition is in use."""
        return self.active is None

    @property
    def stale(self) -> bool:
        """Tell whether the edition in use is older than the rule of the day allows."""
        return self.age is None or self.max_age is None or self.age > self.max_age

    @property
    def usable(self) -> bool:
        """Tell whether screening may rely on this list."""
        return not self.missing and not self.stale


def lists_on(day: date) -> list[ListState]:
    """Return every list with its age on a day (three queries)."""
    wanted = Q(state__in=[EditionState.ACTIVE, EditionState.WAITING])
    editions = Edition.objects.filter(wanted).select_related("imported_by")
    found = WatchList.objects.prefetch_related(
        Prefetch("editions", editions, to_attr="standing"), "age_rules"
    )
    return [_state(one, day) for one in found]


def _state(watch_list: WatchList, day: date) -> ListState:
    standing: list[Edition] = watch_list.standing  # type: ignore[attr-defined]
    active = next((one for one in standing if one.state == EditionState.ACTIVE), None)
    rule = _rule(watch_list.age_rules.all(), day)
    seen_on = clock.kyiv_date(active.checked_at) if active else None
    return ListState(
        watch_list=watch_list,
        active=active,
        waiting=[one for one in standing if one.state == EditionState.WAITING],
        seen_on=seen_on,
        age=max((day - seen_on).days, 0) if seen_on else None,
        max_age=rule.max_days if rule else None,
        source=rule.source if rule else "",
    )


def _rule(rules: "QuerySet[AgeRule]", day: date) -> AgeRule | None:
    in_force = [rule for rule in rules if rule.valid_from <= day]
    return max(in_force, key=lambda rule: rule.valid_from, default=None)


def editions_of(code: str, most: int = 20) -> "QuerySet[Edition]":
    """Return the latest editions of a list."""
    return Edition.objects.filter(watch_list__code=code).select_related(
        "imported_by", "confirmed_by"
    )[:most]


def get_edition(edition_id: UUID) -> Edition:
    """Return one edition with its list and its people. Raises Http404."""
    found = Edition.objects.select_related("watch_list", "imported_by", "confirmed_by")
    edition = found.filter(pk=edition_id).first()
    if edition is None:
        raise Http404
    return edition


def new_in(edition: Edition) -> "QuerySet[Entry]":
    """Return the entries whose present version came with this edition."""
    return Entry.objects.filter(first_edition=edition, current=True).order_by("name", "id")


def entries_fingerprint() -> str:
    """Return a text that changes whenever the entries in use do."""
    active = Edition.objects.filter(state=EditionState.ACTIVE).order_by("pk")
    return " ".join(str(pk) for pk in active.values_list("pk", flat=True))


def entries_in_use() -> int:
    """Return how many entries screening looks at."""
    return int(Entry.objects.filter(current=True).aggregate(n=Count("id"))["n"])
