"""The licence page after issue: shipments with their lines, and what the person may do."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.accounts.models import User
from core.accounts.policies import Person
from core.documents.selectors import numbers_printed
from licensing.models import Licence
from licensing.policies import Verdict
from licensing.selectors.scope import licences_visible_to
from tracking import policies
from tracking.models import Shipment, ShipmentState
from tracking.selectors.balance import BalanceLine, balance
from tracking.selectors.deliveries import Proof, proof_of, proved_by_line

PAGE_SIZE = 25
#: So many of the latest shipments stand beside the balance.
LATEST = 5
ZERO = Decimal(0)


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
class LineOnPage:
    """One line of the balance with what its recipient is proved to have; parts of the bar."""

    line: BalanceLine
    proved: Decimal

    @property
    def share_proved(self) -> int:
        """Return the proved part of what left, in thousandths of what is licensed."""
        shipped = self.line.shipped.quantity
        return int(1000 * min(self.proved, shipped) / self.line.licensed)

    @property
    def share_gone(self) -> int:
        """Return what left and is not proved yet, in thousandths."""
        return self.line.share_shipped - self.share_proved


@dataclass(frozen=True, slots=True)
class ShipmentList:
    """One page of the shipments under a licence, the latest number first."""

    rows: list[ShipmentRow]
    older: str


@dataclass(frozen=True, slots=True)
class TrackedLicence:
    """The first part of the licence page: the balance, the latest shipments, what may be done."""

    lines: list[LineOnPage]
    shipments: ShipmentList
    may_announce: Verdict
    may_declare: Verdict
    may_plan: Verdict


def tracked_licence(user: User, licence: Licence) -> TrackedLicence:
    """Return the first part of the page of one licence."""
    proved = proved_by_line(licence)
    return TrackedLicence(
        lines=[LineOnPage(line, proved.get(line.position, ZERO)) for line in balance(licence)],
        shipments=shipments_of(user, licence, most=LATEST),
        may_announce=policies.may_announce(user, licence),
        may_declare=policies.may_declare(user, licence),
        may_plan=policies.may_oversee(user),
    )


def shipments_of(
    user: User, licence: Licence, after: str = "", most: int = PAGE_SIZE
) -> ShipmentList:
    """Return the shipments below the number `after`, or the latest (a fixed number of queries)."""
    kept = licence.shipments.prefetch_related("entries", "serials", "deliveries__lines")
    found = list((kept.filter(number__lt=after) if after else kept)[: most + 1])
    shown, older = found[:most], ""
    if len(found) > most:
        older = reverse("licences:shipments", args=[licence.number])
        older += f"?{urlencode({'after': shown[-1].number})}"
    sheets = numbers_printed("shipment", [shipment.number for shipment in shown])
    rows = [_row(user, licence, one, one.number in sheets) for one in shown]
    return ShipmentList(rows, older)


def get_shipment(user: Person, number: str) -> Shipment:
    """Return one shipment of a visible licence by its number. Raises Http404."""
    related = ("licence__manufacturer", "licence__application")
    return get_object_or_404(_visible(user, number).select_related(*related))


def key_of_shipment(user: Person, number: str) -> UUID:
    """Return the key of a shipment for a service, which reads and locks it itself. Raises Http404.

    At the border every write begins here, and a whole shipment costs four times as much.
    """
    return get_object_or_404(_visible(user, number).only("pk")).pk


def _visible(user: Person, number: str) -> QuerySet[Shipment]:
    return Shipment.objects.filter(number=number, licence__in=licences_visible_to(user))


def licences_under_way() -> QuerySet[Any, Any]:
    """Return the ids of the permits with an announced shipment (`settings.LICENCES_UNDER_WAY`)."""
    announced = Shipment.objects.filter(state=ShipmentState.ANNOUNCED)
    return announced.order_by().values("licence_id")


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
