"""Reads about people: by role, by department, and who stands in for whom today."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from core.accounts.memory import remembered
from core.accounts.models import Absence, Affiliation, User
from core.accounts.roles import Role
from core.base import clock


def active_people() -> QuerySet[User]:
    """Return everybody who can sign in."""
    return User.objects.filter(is_active=True)


def people_with_role(role: Role) -> QuerySet[User]:
    """Return the active holders of a role, in a steady order."""
    return active_people().filter(groups__name=role.value).order_by("name_uk", "pk")


def people_of_department(department_id: UUID, role: Role | None = None) -> QuerySet[User]:
    """Return the active people of a department, optionally only holders of a role."""
    people = people_with_role(role) if role else active_people().order_by("name_uk", "pk")
    return people.filter(department_id=department_id)


def by_email(email: str) -> User | None:
    """Return the person with this address, whatever the case of its letters."""
    return User.objects.filter(email__iexact=email).first()


def officials() -> QuerySet[User]:
    """Return the active people of the state in a steady order."""
    return active_people().filter(affiliation=Affiliation.OFFICIAL).order_by("name_uk", "pk")


def absences_from(day: date) -> QuerySet[Absence]:
    """Return the absences in force on a Kyiv date or later, the nearest first."""
    running = Absence.objects.filter(ended_at__isnull=True, ends_on__gte=day)
    return running.select_related("person", "deputy").order_by("starts_on", "pk")


def stand_ins(people: Iterable[User]) -> dict[UUID, User]:
    """Return who stands in today for each of the people who is away (one query).

    A deputy who is away herself passes on to her own; where everybody in the chain is away, or
    the chain closes, nobody stands in.
    """
    away = _away_today()
    found = {person.pk: _last(person.pk, away) for person in people if person.pk in away}
    return {pk: deputy for pk, deputy in found.items() if deputy is not None}


def stands_in_for(person: User) -> list[UUID]:
    """Return the ids of those for whom the person stands in today (one query a page)."""
    away = remembered(("away", clock.today()), _away_today)
    deputies = {pk: _last(pk, away) for pk in away}
    return [pk for pk, deputy in deputies.items() if deputy is not None and deputy == person]


def _away_today() -> dict[UUID, User]:
    today = clock.today()
    rows = absences_from(today).filter(starts_on__lte=today, deputy__is_active=True)
    return {row.person_id: row.deputy for row in rows}


def _last(person_id: UUID, away: dict[UUID, User]) -> User | None:
    seen = {person_id}
    deputy = away[person_id]
    while deputy.pk in away:
        if deputy.pk in seen:
            return None
        seen.add(deputy.pk)
        deputy = away[deputy.pk]
    return None if deputy.pk in seen else deputy
