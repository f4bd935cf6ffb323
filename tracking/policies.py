"""May this person do this to this licence or shipment now, and if not, why not."""

from django.utils.translation import gettext_lazy as _

from core.accounts.memory import remembered
from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.base import clock
from core.base.errors import Conflict, NotAllowed
from licensing.models import ActKind, Licence, LicenceState
from licensing.policies import YES, Verdict, no, not_now
from licensing.selectors.need.arithmetic import is_stopped
from manufacturers.policies import prepares_or_signs
from tracking.models import (
    Authenticity,
    DeliveryCertificate,
    ReexportRequest,
    ReexportState,
    Shipment,
    ShipmentState,
)

#: A conclusion allows to negotiate, a consent to pass on what left before.
NO_PERMIT = _("Goods leave the country under a permit; this is none.")


def may_announce(user: User, licence: Licence) -> Verdict:
    """Return whether `user` may announce a shipment: the company, or customs for it."""
    if not (is_of_company(user, licence) or has_role(user, Role.CUSTOMS)):
        return no(_("Only people who prepare or sign for the company may do this."))
    return may_draw(licence)


def may_draw(licence: Licence) -> Verdict:
    """Return whether anything may be drawn from a licence today, by whomever."""
    if licence.application.act != ActKind.PERMIT:
        return no(NO_PERMIT)
    if licence.state != LicenceState.VALID:
        return not_now(
            _("Nothing may be shipped: the permit is “%(state)s”.")
            % {"state": LicenceState(licence.state).label}
        )
    return _in_time(licence)


def _in_time(licence: Licence) -> Verdict:
    if licence.valid_until < clock.today():
        return not_now(_("Nothing may be shipped: the last day of the permit is over."))
    return YES


def may_confirm(user: User, shipment: Shipment) -> Verdict:
    """Return whether `user` may confirm that an announced shipment crossed the border."""
    if not has_role(user, Role.CUSTOMS):
        return no(_("Only a customs officer may do this."))
    if shipment.state != ShipmentState.ANNOUNCED:
        return _over(shipment)
    if shipment.licence.state == LicenceState.AMENDED:
        licence = shipment.licence
        return remembered(("heir", licence.pk), lambda: _may_still_cross(licence))
    return may_draw(shipment.licence)


def _may_still_cross(replaced: Licence) -> Verdict:
    """What was announced before a permit was replaced goes as long as nothing stopped its heir."""
    heir = replaced
    while heir.state == LicenceState.AMENDED and heir.successor is not None:
        heir = heir.successor
    if heir.state not in (LicenceState.VALID, LicenceState.EXHAUSTED):
        said = {"number": heir.number, "state": LicenceState(heir.state).label}
        return not_now(
            _("Nothing may be shipped: permit %(number)s, which took its place, is “%(state)s”.")
            % said
        )
    # The heir need not hold what is under way, so the order may have passed it by.
    if is_stopped(replaced):
        return not_now(_("Nothing may be shipped: a stop order holds the production line."))
    return _in_time(replaced)


def may_cancel(user: User, shipment: Shipment) -> Verdict:
    """Return whether `user` may take an announced shipment back; on any licence."""
    if not (is_of_company(user, shipment.licence) or has_role(user, Role.CUSTOMS)):
        return no(_("Only people who prepare or sign for the company may do this."))
    return YES if shipment.state == ShipmentState.ANNOUNCED else _over(shipment)


def may_correct(user: User, shipment: Shipment) -> Verdict:
    """Return whether `user` may correct the figures of a confirmed shipment."""
    if not has_role(user, Role.CUSTOMS):
        return no(_("Only a customs officer may do this."))
    return YES if shipment.state == ShipmentState.CONFIRMED else _over(shipment)


def may_prove(user: User, shipment: Shipment) -> Verdict:
    """Return whether `user` may enter a proof that a shipment arrived: company or officer."""
    if not (is_of_company(user, shipment.licence) or has_role(user, Role.OFFICER)):
        return no(_("Only people who prepare or sign for the company may do this."))
    return YES if shipment.state == ShipmentState.CONFIRMED else _over(shipment)


def may_judge(user: User, certificate: DeliveryCertificate) -> Verdict:
    """Return whether `user` may say if a certificate is genuine: an officer, another person."""
    if not has_role(user, Role.OFFICER):
        return no(_("Only a case officer may do this."))
    if certificate.entered_by_id == user.pk:
        return no(_("Another person than the one who entered it asks the issuer."))
    if certificate.state != Authenticity.WAITS:
        return not_now(_("This certificate was judged already."))
    return YES


def may_declare(user: User, licence: Licence) -> Verdict:
    """Return whether `user` may enter that goods were used up: company or officer."""
    if is_of_company(user, licence) or has_role(user, Role.OFFICER):
        return YES
    return no(_("Only people who prepare or sign for the company may do this."))


def may_oversee(user: User) -> Verdict:
    """Return whether `user` follows goods after issue: a case officer."""
    return YES if has_role(user, Role.OFFICER) else no(_("Only a case officer may do this."))


def may_refuse(user: User, request: ReexportRequest) -> Verdict:
    """Return whether `user` may refuse what no vote could allow: the head, not who prepared it."""
    if not has_role(user, Role.HEAD):
        return no(_("Only the head of licensing may do this."))
    if request.entered_by_id == user.pk:
        return no(_("Who entered the request does not decide it."))
    if request.case_id is not None:
        return not_now(_("The case that this request opened decides on it."))
    if request.state != ReexportState.WAITS:
        return not_now(_("This request was decided already."))
    return YES


def may_import(user: User) -> Verdict:
    """Return whether `user` may write shipments off by a file: customs."""
    return YES if has_role(user, Role.CUSTOMS) else no(_("Only a customs officer may do this."))


def require(verdict: Verdict) -> None:
    """Raise NotAllowed (403) or Conflict (409) unless the verdict is yes."""
    if verdict:
        return
    if verdict.out_of_order:
        raise Conflict("out_of_order", verdict.reason)
    raise NotAllowed("not_allowed", verdict.reason)


def is_of_company(user: User, licence: Licence) -> bool:
    """Tell whether `user` prepares or signs for the holder of a permit."""
    return prepares_or_signs(user, licence.manufacturer)


def _over(shipment: Shipment) -> Verdict:
    return not_now(
        _("This is not possible: the shipment is “%(state)s”.")
        % {"state": ShipmentState(shipment.state).label}
    )
