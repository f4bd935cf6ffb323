"""What of a shipment is proved: its certificates, what they cover, what is missing."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum
from django.http import Http404

from core.accounts.models import User
from core.accounts.policies import Person
from licensing.models import Licence
from licensing.policies import Verdict
from licensing.selectors.scope import licences_visible_to
from tracking import policies
from tracking.models import (
    Authenticity,
    DeliveredLine,
    DeliveryCertificate,
    Shipment,
    ShipmentState,
)
from tracking.selectors.balance import BalanceLine, balance

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Proof:
    """How far a shipment is proved: by line what no certificate covers, and what waits."""

    certificates: list[DeliveryCertificate]
    missing: dict[int, Decimal]
    state: str
    may_prove: Verdict


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """One certificate beside what customs wrote off."""

    certificate: DeliveryCertificate
    rows: list[tuple[BalanceLine, Decimal, Decimal, Decimal]]
    may_judge: Verdict


def proof_of(user: User, shipment: Shipment, amounts: dict[int, Decimal]) -> Proof:
    """Return how far a shipment is proved; `deliveries__lines` should be prefetched."""
    certificates = list(shipment.deliveries.all())
    covered: dict[int, Decimal] = {}
    for one in certificates:
        if one.state != Authenticity.DOUBTFUL:
            for line in one.lines.all():
                covered[line.position] = covered.get(line.position, ZERO) + line.quantity
    left = {at: held - covered.get(at, ZERO) for at, held in amounts.items()}
    missing = {at: quantity for at, quantity in left.items() if quantity > 0}
    return Proof(
        certificates=certificates,
        missing=missing,
        state=_state(shipment, certificates, missing),
        may_prove=policies.may_prove(user, shipment),
    )


def proved_by_line(licence: Licence) -> dict[int, Decimal]:
    """Return by line what certificates that their issuers confirmed say arrived (one query)."""
    genuine = DeliveredLine.objects.filter(
        certificate__shipment__licence=licence, certificate__state=Authenticity.GENUINE
    )
    sums = genuine.order_by().values_list("position").annotate(Sum("quantity"))
    return dict(sums)


def certificate_page(user: User, certificate: DeliveryCertificate) -> CertificatePage:
    """Return one certificate with what it states, what was shipped and the shortfall by line."""
    shipment = certificate.shipment
    stated = {line.position: line.quantity for line in certificate.lines.all()}
    shipped: dict[int, Decimal] = {}
    for entry in shipment.entries.all():
        shipped[entry.position] = shipped.get(entry.position, ZERO) + entry.quantity
    rows = [
        (line, shipped[line.position], stated.get(line.position, ZERO),
         shipped[line.position] - stated.get(line.position, ZERO))
        for line in balance(shipment.licence)
        if line.position in shipped
    ]  # fmt: skip
    return CertificatePage(certificate, rows, policies.may_judge(user, certificate))


def get_certificate(user: Person, pk: UUID) -> DeliveryCertificate:
    """Return one certificate under a visible licence. Raises Http404."""
    found = (
        DeliveryCertificate.objects.filter(pk=pk, shipment__licence__in=licences_visible_to(user))
        .select_related("shipment__licence__manufacturer", "file", "entered_by", "judged_by")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _state(
    shipment: Shipment, certificates: list[DeliveryCertificate], missing: dict[int, Decimal]
) -> str:
    if shipment.state != ShipmentState.CONFIRMED:
        return ""
    if not certificates or all(one.state == Authenticity.DOUBTFUL for one in certificates):
        return "none"
    if missing:
        return "short"
    waits = any(one.state == Authenticity.WAITS for one in certificates)
    return "waits" if waits else "proved"
