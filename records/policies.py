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
from records.models import DisposalAct, Hold, HoldOffice

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


def keeps_archive(user: Person) -> bool:
    """Return whether the person looks after how long files are kept, or audits it."""
    return has_role(user, Role.AUDITOR, Role.HEAD, Role.SECRETARY)


def authorise_retention(user: Person) -> None:
    """Let those pass who keep or audit the archive; companies do not know of it."""
    _hide_from_companies(user)
    if not keeps_archive(user):
        raise NotAllowed(
            "retention_not_yours", _("Your role does not look after the keeping of files.")
        )


def may_hold(user: Person) -> bool:
    """Return whether the person may put files on hold."""
    return has_role(user, Role.AUDITOR, Role.HEAD)


def office_of_hold(user: Person) -> HoldOffice:
    """Return the office in which the person places a hold. Raises NotAllowed, Http404."""
    authorise_retention(user)
    if not may_hold(user):
        raise NotAllowed(
            "holding_not_yours", _("Only an auditor or the head of licensing places holds.")
        )
    return HoldOffice.AUDIT if has_role(user, Role.AUDITOR) else HoldOffice.AUTHORITY


def may_lift(user: Person, hold: Hold) -> bool:
    """Return whether the person may lift an open hold: the office that placed it."""
    return hold.is_open and may_hold(user) and office_of_hold(user) == hold.office


def authorise_lifting(user: Person, hold: Hold) -> None:
    """Let the office pass that placed the hold: an audit is not ended by the audited."""
    if office_of_hold(user) != hold.office:
        raise NotAllowed("hold_of_another", _("The office that placed a hold lifts it."))


def may_propose(user: Person) -> bool:
    """Return whether the person may propose a disposal."""
    return has_role(user, Role.SECRETARY)


def authorise_proposing(user: Person) -> None:
    """Let the secretary pass, who keeps the papers. Raises NotAllowed, Http404."""
    authorise_retention(user)
    if not may_propose(user):
        raise NotAllowed("proposing_not_yours", _("Only the secretary proposes a disposal."))


def may_judge(user: Person, act: DisposalAct) -> bool:
    """Return whether the person may confirm or reject an act: the head, never its proposer."""
    return has_role(user, Role.HEAD) and user != act.proposed_by


def authorise_judging(user: Person, act: DisposalAct) -> None:
    """Let the second person pass. Raises NotAllowed, Http404."""
    authorise_retention(user)
    if not may_judge(user, act):
        raise NotAllowed(
            "judging_not_yours",
            _("The head of licensing judges an act of disposal that another person proposed."),
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
