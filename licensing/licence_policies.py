"""May this person act on this licence now, and if not, why not: acts of the head and the holder."""

from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import CompanyRight, Role
from core.base.errors import NotAllowed
from licensing import licence_life
from licensing.licence_life import Act
from licensing.models import ActKind, Licence, LicenceState
from licensing.policies import YES, Verdict, no, not_now, require
from manufacturers.policies import holds, prepares_or_signs


def may_control(user: User, licence: Licence, *wanted: LicenceState) -> Verdict:
    """Return whether `user` may act on a licence that must be in one of the `wanted` states."""
    if not has_role(user, Role.HEAD):
        return no(_("Only the head of licensing may do this."))
    if LicenceState(licence.state) in wanted:
        return YES
    return _not_in_this_state(licence)


def authorise_control(user: User, licence: Licence, *wanted: LicenceState) -> None:
    """Raise NotAllowed (403) or Conflict (409) unless `may_control` says yes."""
    require(may_control(user, licence, *wanted))


def may_surrender(user: User, licence: Licence) -> Verdict:
    """Return whether `user` may give the licence back for the company."""
    if not holds(user, CompanyRight.SIGN, licence.manufacturer):
        return no(_("Only a signatory of the company may do this."))
    if licence_life.step(licence.state, Act.SURRENDER):
        return YES
    return _not_in_this_state(licence)


def may_amend(user: User, licence: Licence) -> Verdict:
    """Return whether `user` may ask for a change of a permit: the holder, while it is valid."""
    if not prepares_or_signs(user, licence.manufacturer):
        return no(_("Only people who prepare or sign for the company may do this."))
    if licence.application.act != ActKind.PERMIT or not licence_life.step(licence.state, Act.AMEND):
        return _not_in_this_state(licence)
    return YES


def authorise_amendment(user: User, licence: Licence) -> None:
    """Raise NotAllowed (403) or Conflict (409) unless `may_amend` says yes."""
    require(may_amend(user, licence))


def may_report(user: User, licence: Licence) -> Verdict:
    """Return whether `user` may hand reports on a licence in: the holder, whatever became of it."""
    if prepares_or_signs(user, licence.manufacturer):
        return YES
    return no(_("Only people who prepare or sign for the company may do this."))


def authorise_report(user: User, licence: Licence) -> None:
    """Raise NotAllowed (403) unless `may_report` says yes."""
    verdict = may_report(user, licence)
    if not verdict:
        raise NotAllowed("not_allowed", verdict.reason)


def authorise_surrender(user: User, licence: Licence) -> None:
    """Raise NotAllowed (403) or Conflict (409) unless `may_surrender` says yes."""
    require(may_surrender(user, licence))


def _not_in_this_state(licence: Licence) -> Verdict:
    return not_now(
        _("This act is not possible: the licence is “%(state)s”.")
        % {"state": LicenceState(licence.state).label}
    )
