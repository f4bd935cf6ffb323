"""Who may hand work to a program, for whom, and who may take it back.

Companies live above this room; `settings.COMPANY_RIGHTS` names the function that knows the
rights of a person in companies today.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.utils.module_loading import import_string

from core.accounts.models import User
from core.accounts.policies import Person, has_role, roles_of
from core.accounts.roles import CompanyRight, Role
from core.api.models import ApiToken
from core.api.scopes import COMPANY_SCOPES, OFFICE_SCOPES, Scope

Rights = dict[UUID, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Owner:
    """For whom a program of a person acts, and what it may be used for."""

    company_id: UUID | None
    office: str
    scopes: tuple[Scope, ...]


def company_rights(person: Person) -> Rights:
    """Return what the person may do today, by company."""
    ask: Callable[[Person], Rights] = import_string(settings.COMPANY_RIGHTS)
    return ask(person)


def owner_for(person: Person) -> Owner | None:
    """Return for whom a new token of the person would act; None when for nobody."""
    companies = sorted(company_rights(person))
    if companies:
        return Owner(companies[0], "", COMPANY_SCOPES)
    for role in sorted(roles_of(person)):
        if role in OFFICE_SCOPES:
            return Owner(None, role.value, OFFICE_SCOPES[role])
    return None


def still_stands(token: ApiToken) -> bool:
    """Return whether the person acts today for the company or the office of the token."""
    if not token.person.is_active:
        return False
    if token.company_id is not None:
        return token.company_id in company_rights(token.person)
    return has_role(token.person, Role(token.office))


def oversees(user: Person) -> tuple[list[UUID], bool]:
    """Return the companies whose tokens the person watches, and whether those of offices."""
    companies = [
        company
        for company, rights in company_rights(user).items()
        if CompanyRight.ADMINISTER.value in rights
    ]
    return companies, has_role(user, Role.SYSTEM_ADMIN)


def may_open_page(user: Person) -> bool:
    """Return whether tokens are any business of the person."""
    companies, offices = oversees(user)
    return bool(companies or offices or owner_for(user))


def require_page(user: Person) -> User:
    """Return the person; raise Http404 when tokens are none of the person's business."""
    if not isinstance(user, User) or not may_open_page(user):
        raise Http404
    return user
