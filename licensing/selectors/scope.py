"""Which rows exist for whom. A row outside the scope does not exist: 404 (design, rule 9)."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from core.accounts.memory import remembering
from core.accounts.models import User
from core.accounts.policies import Person, has_permission, has_role
from core.accounts.roles import CompanyRight, Role
from licensing.models import Application, InformationRequest, Licence
from licensing.models.access import ApplicationUserObjectPermission as Grant
from licensing.selectors.upward import closed_cases
from manufacturers.selectors import for_user

_NEVER_SUBMITTED = Q(number__isnull=True)


@remembering()
def visible_to(user: Person) -> QuerySet[Application]:
    """Return the applications that exist for this person.

    A company sees its own, drafts included. Officials who read all cases see what was ever
    submitted; an officer sees a restricted case only when it is hers or she has a grant, and
    nobody a case that she left for a conflict of interest. Advisers and members get their cases
    from the commission, which knows who was asked.
    """
    if isinstance(user, User) and has_permission(user, "view_all_cases"):
        return _for_officials(user).exclude(pk__in=closed_cases(user))
    if isinstance(user, User):
        companies = for_user(user, CompanyRight.VIEW)
        return Application.objects.filter(manufacturer__in=companies)
    return Application.objects.none()


def get_application(user: Person, ref: str) -> Application:
    """Return one application by its number or id. Raises Http404 outside the scope."""
    found = (
        visible_to(user)
        .select_related("manufacturer", "officer", "current_revision", "latest_checks")
        .filter(_by_reference(ref))
        .first()
    )
    if found is None:
        raise Http404
    return found


def get_request(user: Person, request_id: UUID) -> InformationRequest:
    """Return a question of a visible application. Raises Http404."""
    found = (
        InformationRequest.objects.filter(pk=request_id, application__in=visible_to(user))
        .select_related("application__manufacturer")
        .first()
    )
    if found is None:
        raise Http404
    return found


@remembering()
def licences_visible_to(user: Person) -> QuerySet[Licence]:
    """Return the licences that exist for this person: none of a case that is closed to her."""
    if isinstance(user, User) and has_permission(user, "view_licences"):
        # Customs checks every licence at the border; it reads no case.
        whole = reads_restricted(user) or not has_role(user, Role.OFFICER)
        licences = Licence.objects.exclude(application_id__in=closed_cases(user))
        return licences if whole else licences.filter(open_to(user, "application__"))
    if isinstance(user, User):
        return Licence.objects.filter(manufacturer__in=for_user(user, CompanyRight.VIEW))
    return Licence.objects.none()


def get_licence(user: Person, number: str) -> Licence:
    """Return one licence by its number. Raises Http404 outside the scope."""
    found = (
        licences_visible_to(user)
        .select_related("manufacturer", "application", "decision", "amends", "amended_by")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def key_of_licence(user: Person, number: str) -> UUID:
    """Return the key of a licence for a service, which reads it itself. Raises Http404."""
    return get_object_or_404(licences_visible_to(user).only("pk"), number=number).pk


def _for_officials(user: Person) -> QuerySet[Application]:
    submitted = Application.objects.exclude(_NEVER_SUBMITTED)
    if reads_restricted(user):
        return submitted
    return submitted.filter(open_to(user))


def open_to(officer: Person, prefix: str = "") -> Q:
    """Return the condition that an officer may open a case, for a relation path.

    A restricted case is open to the officer who leads it and to those with a grant.
    """
    grants = Grant.objects.filter(user=officer, permission__codename="open_restricted_case")
    return (
        Q(**{f"{prefix}restricted": False})
        | Q(**{f"{prefix}officer": officer})
        | Q(**{f"{prefix}pk__in": grants.values("content_object_id")})
    )


def reads_restricted(user: Person) -> bool:
    """Return whether the role itself reads restricted cases (design, section 2)."""
    return has_role(user, Role.HEAD, Role.SECRETARY, Role.AUDITOR)


def _by_reference(ref: str) -> Q:
    try:
        return Q(pk=UUID(ref))
    except ValueError:
        return Q(number=ref)
