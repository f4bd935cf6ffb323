"""Who sets a company's webhooks: its administrators, and nobody of the authority."""

from uuid import UUID

from django.http import Http404

from core.accounts.models import User
from core.accounts.policies import Person, is_company_person
from core.api.policies import oversees
from core.base.errors import NotAllowed
from core.webhooks.texts import ADMINISTRATORS_ONLY


def require_administrator(user: Person) -> tuple[User, UUID]:
    """Return the person and her company.

    Raises Http404 for the authority's people, for whom there is no such page, and NotAllowed for
    a colleague who is no administrator.
    """
    if not isinstance(user, User) or not is_company_person(user):
        raise Http404
    companies, _offices = oversees(user)
    if not companies:
        raise NotAllowed("administrators_only", ADMINISTRATORS_ONLY)
    return user, companies[0]
