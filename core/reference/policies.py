"""Who changes reference data: two people, never one (design, rule 3)."""

from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import has_permission, has_role
from core.accounts.roles import Role
from core.base.errors import Conflict, NotAllowed
from core.reference.models import ReferenceChange


def may_propose(user: User) -> bool:
    """Tell whether the person proposes changes."""
    return has_permission(user, "propose_reference")


def may_answer(user: User, change: ReferenceChange) -> bool:
    """Tell whether the person may confirm or reject: anybody who keeps the rules but the author."""
    keeps = may_propose(user) or has_role(user, Role.HEAD)
    return change.is_open and keeps and change.proposed_by_id != user.pk


def may_withdraw(user: User, change: ReferenceChange) -> bool:
    """Tell whether the person may take the proposal back: its author alone."""
    return change.is_open and change.proposed_by_id == user.pk


def authorise_proposing(user: User) -> None:
    """Raise NotAllowed unless the person proposes changes."""
    if not may_propose(user):
        raise NotAllowed("not_allowed", _("Only a reference administrator proposes changes."))


def authorise_answering(user: User, change: ReferenceChange) -> None:
    """Raise NotAllowed for a wrong person, Conflict for a change that was answered already."""
    if not (may_propose(user) or has_role(user, Role.HEAD)):
        raise NotAllowed(
            "not_allowed",
            _("Another reference administrator or a head of licensing answers a change."),
        )
    if change.proposed_by_id == user.pk:
        raise NotAllowed(
            "own_change", _("You proposed this yourself; another person has to answer it.")
        )
    _require_open(change)


def authorise_withdrawing(user: User, change: ReferenceChange) -> None:
    """Raise NotAllowed unless it is the author, Conflict when it was answered already."""
    if change.proposed_by_id != user.pk:
        raise NotAllowed("not_allowed", _("Only its author withdraws a proposal."))
    _require_open(change)


def _require_open(change: ReferenceChange) -> None:
    if not change.is_open:
        raise Conflict("out_of_order", _("This change was answered already."))
