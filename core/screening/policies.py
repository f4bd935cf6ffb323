"""Who keeps the lists: reference administrators, two of them where it matters."""

from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.base.errors import NotAllowed
from core.screening.models import Edition


def may_keep(user: User) -> bool:
    """Tell whether the person imports lists."""
    return has_role(user, Role.REFERENCE_ADMIN)


def may_confirm(user: User, edition: Edition) -> bool:
    """Tell whether the person may confirm an edition that waits: another one than imported it."""
    return (may_keep(user) or has_role(user, Role.HEAD)) and edition.imported_by_id != user.pk


def authorise_keeping(user: User | None) -> None:
    """Raise NotAllowed unless the person keeps the lists; the command line needs nobody."""
    if user is not None and not may_keep(user):
        raise NotAllowed("not_allowed", _("Only a reference administrator imports lists."))


def authorise_confirming(user: User, edition: Edition) -> None:
    """Raise NotAllowed unless the person may confirm this edition."""
    if not may_confirm(user, edition):
        raise NotAllowed(
            "not_allowed",
            _("Another reference administrator or a head of licensing has to confirm this list."),
        )
