"""Reads about people: by role and by department."""

from uuid import UUID

from django.db.models import QuerySet

from core.accounts.models import User
from core.accounts.roles import Role


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
