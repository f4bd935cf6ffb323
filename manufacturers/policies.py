"""What a person may do to a company.

A right in a company needs two things: the grant (guardian, on `Manufacturer`) and a membership
in force today. An expired membership therefore ends every right at midnight in Kyiv, without
anybody running anything.
"""

from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.memory import remembered
from core.accounts.models import User
from core.accounts.policies import Person, has_permission, is_company_person
from core.accounts.roles import PREPARE, SIGN, CompanyRight
from core.base import clock
from core.base.errors import NotAllowed
from manufacturers.models import Manufacturer, ManufacturerUserObjectPermission, Membership


def membership_in_force(prefix: str = "") -> Q:
    """Return the condition that a membership counts today, for a relation path."""
    today = clock.today()
    return Q(**{f"{prefix}ended_at__isnull": True, f"{prefix}valid_from__lte": today}) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": today})
    )


def rights_of(user: Person) -> dict[UUID, frozenset[str]]:
    """Return what the person may do today, by company."""
    if not isinstance(user, User) or not is_company_person(user):
        return {}
    return remembered(("company_rights", user.pk), lambda: _read_rights(user))


def holds(user: Person, right: CompanyRight, manufacturer: Manufacturer | UUID) -> bool:
    """Return whether the person holds a right on the company today."""
    key = manufacturer.pk if isinstance(manufacturer, Manufacturer) else manufacturer
    return right.value in rights_of(user).get(key, frozenset())


def prepares_or_signs(user: Person, manufacturer: Manufacturer | UUID) -> bool:
    """Return whether the person works on the company's applications, as preparer or signatory."""
    return any(holds(user, right, manufacturer) for right in (PREPARE, SIGN))


def may_see(user: Person, manufacturer: Manufacturer) -> bool:
    """Return whether the company's data are open to the person."""
    return has_permission(user, "view_companies") or manufacturer.pk in rights_of(user)


def may_register(user: Person) -> bool:
    """Return whether the person may add and verify companies. None is the installation itself."""
    return user is None or has_permission(user, "verify_companies")


def may_administer(user: Person, manufacturer: Manufacturer) -> bool:
    """Return whether the person may change the data sheet of the company."""
    return holds(user, CompanyRight.ADMINISTER, manufacturer)


def may_manage_people(user: Person, manufacturer: Manufacturer) -> bool:
    """Return whether the person may add and remove people.

    The company's administrator; and an officer where there is none, to name the first one.
    """
    if user is None or may_administer(user, manufacturer):
        return True
    return may_register(user) and not lasting_administrators(manufacturer.pk).exists()


def may_keep_catalogue(user: Person, manufacturer: Manufacturer) -> bool:
    """Return whether the person may change products, production lines and their figures.

    Who prepares applications knows the goods; an administrator keeps all data of the company.
    None is the installation itself.
    """
    return user is None or any(
        holds(user, right, manufacturer)
        for right in (CompanyRight.PREPARE, CompanyRight.ADMINISTER)
    )


def lasting_administrators(company_id: UUID) -> QuerySet[Membership]:
    """Return the administrators in office whose term has no end."""
    return Membership.objects.filter(
        membership_in_force(),
        manufacturer_id=company_id,
        administers=True,
        valid_until__isnull=True,
        user__is_active=True,
    )


def require_reader(user: Person) -> None:
    """Raise Http404 for everybody to whom the register of companies is none of their business."""
    if not has_permission(user, "view_companies"):
        raise Http404


def require_sight(user: Person, manufacturer: Manufacturer) -> None:
    """Raise Http404 where even the existence of the company is none of the person's business."""
    if user is not None and not may_see(user, manufacturer):
        raise Http404


def require_register(user: Person) -> None:
    """Raise NotAllowed unless the person keeps the register of companies."""
    if not may_register(user):
        raise NotAllowed("not_registrar", _("Only a case officer keeps the register of companies."))


def require_administer(user: Person, manufacturer: Manufacturer) -> None:
    """Raise Http404 or NotAllowed unless the person administers the company."""
    require_sight(user, manufacturer)
    if not may_administer(user, manufacturer):
        raise NotAllowed(
            "not_administrator", _("Only an administrator of the company may do this.")
        )


def require_keep_catalogue(user: Person, manufacturer: Manufacturer) -> None:
    """Raise Http404 or NotAllowed unless the person may change products and production lines."""
    require_sight(user, manufacturer)
    if not may_keep_catalogue(user, manufacturer):
        raise NotAllowed(
            "not_catalogue_keeper",
            _("Only those who prepare applications or administer the company may do this."),
        )


def require_manage_people(user: Person, manufacturer: Manufacturer) -> None:
    """Raise Http404 or NotAllowed unless the person may add and remove people."""
    require_sight(user, manufacturer)
    if not may_manage_people(user, manufacturer):
        raise NotAllowed(
            "not_administrator", _("Only an administrator of the company may do this.")
        )


def _read_rights(user: User) -> dict[UUID, frozenset[str]]:
    """Read grants that a membership of the same person in the same company backs today."""
    rows = ManufacturerUserObjectPermission.objects.filter(
        membership_in_force("content_object__memberships__"),
        user=user,
        content_object__memberships__user_id=F("user_id"),
    ).values_list("content_object_id", "permission__codename")
    rights: dict[UUID, set[str]] = {}
    for company, codename in rows:
        rights.setdefault(company, set()).add(codename)
    return {company: frozenset(codenames) for company, codenames in rights.items()}
