"""Which applications are a company's own, and which of its people prepare and sign them."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import Person
from core.accounts.roles import CompanyRight
from core.base.errors import NotAllowed
from licensing.models import Application
from manufacturers.models import Manufacturer
from manufacturers.policies import prepares_or_signs
from manufacturers.selectors import for_user, people_with


def may_begin(user: User, company: Manufacturer) -> bool:
    """Return whether the person may begin an application for the company."""
    return prepares_or_signs(user, company)


def require_begin(user: User, company: Manufacturer) -> None:
    """Raise NotAllowed unless the person prepares or signs for the company."""
    if not may_begin(user, company):
        raise NotAllowed("not_allowed", _("You do not prepare applications for this company."))


def own_applications(user: Person) -> QuerySet[Application]:
    """Return the applications of the companies the person acts for."""
    companies = for_user(user, CompanyRight.VIEW)
    return Application.objects.filter(manufacturer__in=companies).select_related(
        "manufacturer", "prepared_by", "saved_by", "current_revision", "latest_checks", "officer"
    )


def get_own(user: Person, ref: str) -> Application:
    """Return one own application by its number or id. Raises Http404 for a foreign one."""
    try:
        wanted = Q(pk=UUID(ref))
    except ValueError:
        wanted = Q(number=ref)
    found = own_applications(user).filter(wanted).first()
    if found is None:
        raise Http404
    return found


def signatories(case: Application) -> list[User]:
    """Return who may declare and submit for the company."""
    return list(people_with(case.manufacturer, CompanyRight.SIGN))


def preparers(case: Application) -> list[User]:
    """Return who prepares applications for the company."""
    return list(people_with(case.manufacturer, CompanyRight.PREPARE))
