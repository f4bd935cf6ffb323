"""The duty to prove delivery: owed at the crossing, met when certificates cover the shipment."""

from decimal import Decimal

from django.db.models import Sum

from core.accounts.models import User
from licensing.models import OwedProof
from licensing.services import proofs
from tracking.models import Authenticity, DeliveredLine, Shipment
from tracking.selectors.shipments import amounts_of

ZERO = Decimal(0)


def owe_proof(shipment: Shipment, people: list[User]) -> None:
    """Let the company's people owe the proof of a shipment that crossed (domain.md 2.5)."""
    assert shipment.crossed_on is not None
    proofs.owe(shipment.licence, shipment.number, shipment.crossed_on, people)


def missing(shipment: Shipment) -> dict[int, Decimal]:
    """Return what no certificate covers yet, by line; doubtful certificates cover nothing."""
    sums = (
        DeliveredLine.objects.filter(certificate__shipment=shipment)
        .exclude(certificate__state=Authenticity.DOUBTFUL)
        .order_by("position")
        .values_list("position")
        .annotate(Sum("quantity"))
    )
    arrived = dict(sums)
    left = {at: held - arrived.get(at, ZERO) for at, held in amounts_of(shipment).items()}
    return {at: quantity for at, quantity in left.items() if quantity > 0}


def settle_proof(shipment: Shipment, actor: User, reason: str = "") -> None:
    """Meet the duty when everything is covered; owe it again when it is not any more."""
    rows = OwedProof.objects.select_for_update(of=("self",)).select_related(
        "licence__application__manufacturer"
    )
    found = rows.filter(shipment_no=shipment.number).first()
    if found is None:
        return
    if missing(shipment):
        proofs.reopen(found, actor, reason)
    else:
        proofs.meet(found, actor)
