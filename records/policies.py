"""Who reads the register and who takes copies out of it.

Officials of licensing read what they may see anyway; the auditor reads everything, and only the
auditor exports and runs the proof. For people of companies the register does not exist.
"""

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from commission.selectors.wall import closed_to
from core.accounts.models import User
from core.accounts.policies import Person, has_role, is_company_person
from core.accounts.roles import Role
from core.base.errors import NotAllowed
from licensing.selectors.scope import open_to

READERS = (Role.AUDITOR, Role.HEAD, Role.SECRETARY, Role.OFFICER)


def may_read(user: Person) -> bool:
    """Return whether the person may open the register."""
    return has_role(user, *READERS)


def may_export(user: Person) -> bool:
    """Return whether the person may take records out and run the proof of the ledger."""
    return has_role(user, Role.AUDITOR)


def authorise_reading(user: Person) -> None:
    """Let readers pass. Raises Http404 for people of companies, NotAllowed for other officials."""
    _hide_from_companies(user)
    if not may_read(user):
        raise NotAllowed("records_not_yours", _("Your role does not read the register."))


def authorise_export(user: Person) -> None:
    """Let auditors pass. Raises Http404 for people of companies, NotAllowed for other officials."""
    _hide_from_companies(user)
    if not may_export(user):
        raise NotAllowed(
            "export_not_yours", _("Only an auditor exports records and verifies the ledger.")
        )


def may_publish(user: Person) -> bool:
    """Return whether the person may publish the figures of a year."""
    return has_role(user, Role.HEAD)


def authorise_publishing(user: Person) -> None:
    """Let the head of licensing pass. Raises Http404 for companies, NotAllowed for others."""
    _hide_from_companies(user)
    if not may_publish(user):
        raise NotAllowed(
            "publishing_not_yours", _("Only the head of licensing publishes the figures of a year.")
        )


def scope(user: Person) -> Q:
    """Return the condition on `Decision` that leaves what the person may read.

    A restricted case stays with the officers who may open it (design, section 2), and a case left
    for a conflict of interest is closed; everybody else in the list reads all. None is the
    installation itself (a command), never a web request.
    """
    if user is None or has_role(user, Role.AUDITOR):
        return Q()
    if not isinstance(user, User) or not has_role(user, *READERS):
        return Q(pk__in=[])
    open_to_her = ~Q(application__in=closed_to(user))
    if has_role(user, Role.HEAD, Role.SECRETARY):
        return open_to_her
    return open_to_her & open_to(user, "application__")


def _hide_from_companies(user: Person) -> None:
    if is_company_person(user):
        raise Http404
