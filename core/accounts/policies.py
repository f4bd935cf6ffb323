"""Who holds which role. What a role may do to one thing is said by the policy of that thing."""

from typing import TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from core.accounts.memory import is_remembering, remembered
from core.accounts.models import Affiliation, User
from core.accounts.roles import PERMISSIONS, Role
from core.base.errors import NotAllowed

Person: TypeAlias = "User | AbstractBaseUser | AnonymousUser | None"


def roles_of(user: Person) -> frozenset[Role]:
    """Return the roles a person holds now; nobody, and people of companies, hold none."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    if user.affiliation != Affiliation.OFFICIAL:
        return frozenset()
    return remembered(("roles", user.pk), lambda: _read_roles(user))


def _read_roles(user: User) -> frozenset[Role]:
    # What came with the session's person is as old as the request: good enough to read by only.
    came_along = getattr(user, "group_names", None) if is_remembering() else None
    names = user.groups.values_list("name", flat=True) if came_along is None else came_along
    return frozenset(Role(name) for name in names if name in Role.values)


def has_role(user: Person, *roles: Role) -> bool:
    """Return whether the person holds at least one of the roles."""
    return not roles_of(user).isdisjoint(roles)


def has_permission(user: Person, codename: str) -> bool:
    """Return whether one of the person's roles carries the codename (`roles.PERMISSIONS`)."""
    return any(codename in PERMISSIONS[role] for role in roles_of(user))


def is_company_person(user: Person) -> bool:
    """Return whether the person acts for a company."""
    return isinstance(user, User) and user.is_active and user.affiliation == Affiliation.COMPANY


def require_role(user: Person, *roles: Role) -> None:
    """Raise NotAllowed unless the person holds at least one of the roles."""
    if not has_role(user, *roles):
        raise NotAllowed("role_missing", _("Your role does not include this action."))


def require_people_manager(user: Person) -> None:
    """Raise NotAllowed unless the person may manage people; None is the installation itself."""
    if user is not None:
        require_role(user, Role.SYSTEM_ADMIN)


def may_set_absence(user: Person, person: User) -> bool:
    """Return whether `user` may say that `person` is away.

    Everybody says it of herself; who falls ill does not, so the head of licensing says it of case
    officers and a system administrator of every official.
    """
    if not isinstance(user, User) or person.affiliation != Affiliation.OFFICIAL:
        return False
    if user.pk == person.pk or has_role(user, Role.SYSTEM_ADMIN):
        return user.is_active
    return has_role(user, Role.HEAD) and has_role(person, Role.OFFICER)
