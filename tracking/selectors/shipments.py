"""The licence page after issue: shipments with their lines, and what the person may do."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404

from core.accounts.models import User
from core.accounts.policies import Person
from core.documents.selectors import numbers_printed
from licensing.models import Licence
from licensing.policies import Verdict
from licensing.selectors.licences import LicencePage, licence_page
from licensing.selectors.scope import licences_visible_to
from tracking import policies
from tracking.models import Incident, Shipment, UsedUp
from tracking.selectors.balance import BalanceLine, balance
from tracking.selectors.deliveries import Proof, proof_of
from tracking.selectors.incidents import incidents_visible_to


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """One shipment with what it holds by line, its serials, and what may be done to it."""

    shipment: Shipment
    amounts: dict[int, Decimal]
    serials: list[str]
    may_confirm: Verdict
    may_cancel: Verdict
    may_correct: Verdict
    proof: Proof
    has_sheet: bool


@dataclass(frozen=True, slots=True)
class TrackedLicence:
    """The licence page: the licence as licensing shows it, its balance and its shipments."""

    page: LicencePage
    lines: list[BalanceLine]
    shipments: list[ShipmentRow]
    may_announce: Verdict
    used_up: list[UsedUp]
    incidents: list[Incident]
    may_declare: Verdict
    may_plan: Verdict


def tracked_licence(user: User, licence: Licence) -> TrackedLicence:
    """Return everything on the page of one licence."""
    found = list(licence.shipments.prefetch_related("entries", "serials", "deliveries__lines"))
    sheets = numbers_printed("shipment", [shipment.number for shipment in found])
    return TrackedLicence(
        page=licence_page(user, licence),
        lines=balance(licence),
        shipments=[_row(user, licence, one, one.number in sheets) for one in found],
        may_announce=policies.may_announce(user, licence),
        used_up=list(licence.used_up.prefetch_related("serials")),
        incidents=list(incidents_visible_to(user).filter(licence=licence)),
        may_declare=policies.may_declare(user, licence),
        may_plan=policies.may_oversee(user),
    )


def get_shipment(user: Person, number: str) -> Shipment:
    """Return one shipment of a visible licence by its number. Raises Http404."""
    found = (
        Shipment.objects.filter(number=number, licence__in=licences_visible_to(user))
        .select_related("licence__manufacturer", "licence__application")
        .first()
    )
    if found is None:
        raise Http404
    return found


def amounts_of(shipment: Shipment) -> dict[int, Decimal]:
    """Return what the shipment holds by line now."""
    sums: dict[int, Decimal] = {}
    for entry in shipment.entries.all():
        sums[entry.position] = sums.get(entry.position, Decimal(0)) + entry.quantity
    return sums


def _row(user: User, licence: Licence, shipment: Shipment, has_sheet: bool) -> ShipmentRow:
    shipment.licence = licence
    amounts = amounts_of(shipment)
    return ShipmentRow(
        shipment=shipment,
        amounts=amounts,
        proof=proof_of(user, shipment, amounts),
        has_sheet=has_sheet,
        serials=[one.shown for one in shipment.serials.all()],
        may_confirm=policies.may_confirm(user, shipment),
        may_cancel=policies.may_cancel(user, shipment),
        may_correct=policies.may_correct(user, shipment),
    )
