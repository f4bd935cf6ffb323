"""Who may open a restricted case, for the page of its access."""

from dataclasses import dataclass

from django.db.models import QuerySet

from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from licensing.models import Application
from licensing.models.access import ApplicationUserObjectPermission as Grant


@dataclass(frozen=True, slots=True)
class Reader:
    """An officer who may open the case."""

    person: User
    leads: bool


def readers(case: Application) -> list[Reader]:
    """Return the officers who may open a restricted case, the one who leads it first."""
    grants = Grant.objects.filter(content_object=case).select_related("user")
    people = {grant.user.pk: grant.user for grant in grants}
    if case.officer is not None:
        people[case.officer.pk] = case.officer
    found = [Reader(person, leads=person.pk == case.officer_id) for person in people.values()]
    return sorted(found, key=lambda one: (not one.leads, one.person.name_uk))


def without_access(case: Application) -> QuerySet[User]:
    """Return the officers to whom the case could be opened."""
    having = [one.person.pk for one in readers(case)]
    return people_with_role(Role.OFFICER).exclude(pk__in=having)


def with_grant(case: Application) -> QuerySet[User]:
    """Return the people whose access could be withdrawn: not the officer of the case."""
    granted = Grant.objects.filter(content_object=case).values("user")
    return (
        User.objects.filter(pk__in=granted)
        .exclude(pk__in=[case.officer_id] if case.officer_id else [])
        .order_by("name_uk")
    )
