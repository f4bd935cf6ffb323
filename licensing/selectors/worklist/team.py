"""The team: who leads how many open cases, what of it waits or is late, and who is away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from core.accounts.models import Absence, User
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.accounts.selectors import absences_from, people_with_role
from core.base import clock
from licensing.lifecycle import OPEN, Status
from licensing.models import Application
from licensing.selectors.scope import visible_to


@dataclass(frozen=True, slots=True)
class Load:
    """One officer with her open cases; `person` is None for cases nobody leads."""

    person: User | None
    open: int
    working: int
    paused: int
    late: int
    has_left: bool = False
    absence: Absence | None = None


def members(user: User) -> QuerySet[User]:
    """Return the officers of the person's own department, or all where she has none."""
    officers = people_with_role(Role.OFFICER)
    return officers.filter(department=user.department_id) if user.department_id else officers


def leads_team(user: User) -> bool:
    """Tell whether the person answers for the work of the officers."""
    return has_role(user, Role.HEAD)


def team_of(user: User) -> list[Load]:
    """Return the load of each officer, the fullest desk first (three queries).

    Cases nobody leads and cases of people who left come first: they wait for a person.
    """
    counted = {row["officer"]: row for row in _counts(user)}
    away = {row.person_id: row for row in _away()}
    people = {person.pk: person for person in members(user)}
    gone = set(counted) - set(people) - {None}
    left = User.objects.in_bulk(gone) if gone else {}
    rows = [_load(person, counted.get(person.pk), away) for person in people.values()]
    rows.sort(key=lambda row: -row.open)
    lost = [_load(person, counted[pk], away, has_left=True) for pk, person in left.items()]
    free = [_load(None, counted[None], away)] if None in counted else []
    return [*free, *lost, *rows]


def leavers() -> QuerySet[User]:
    """Return everybody who leads open cases, also those who left already."""
    led = Application.objects.filter(officer=OuterRef("pk"), status__in=sorted(OPEN))
    return User.objects.filter(Exists(led)).order_by("name_uk", "pk")


def _counts(user: User) -> Iterable[Mapping[str, Any]]:
    cases = visible_to(user).filter(status__in=sorted(OPEN)).order_by()
    works = Q(status__in=[Status.SUBMITTED, Status.IN_REVIEW], paused_since__isnull=True)
    return cases.values("officer").annotate(
        open=Count("pk"),
        working=Count("pk", filter=works),
        paused=Count("pk", filter=Q(paused_since__isnull=False)),
        late=Count("pk", filter=Q(due_on__lt=clock.today())),
    )


def _away() -> QuerySet[Absence]:
    return absences_from(clock.today()).filter(starts_on__lte=clock.today())


def _load(
    person: User | None,
    counts: Mapping[str, Any] | None,
    away: Mapping[UUID, Absence],
    has_left: bool = False,
) -> Load:
    found = counts or {}
    return Load(
        person=person,
        **{name: found.get(name, 0) for name in ("open", "working", "paused", "late")},
        has_left=has_left,
        absence=away.get(person.pk) if person else None,
    )
