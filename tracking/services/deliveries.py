"""Delivery proof: a certificate is entered for a shipment, an officer asks its issuer."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.audit import log
from core.base import clock
from core.base.errors import InvalidInput
from core.documents import intake
from core.notifications.messages import notify
from core.notifications.texts import Kind
from licensing.services._notices import company_people
from tracking import policies
from tracking.models import Authenticity, Channel, DeliveredLine, DeliveryCertificate, Shipment
from tracking.selectors.balance import balance
from tracking.services._proofs import missing, settle_proof
from tracking.services.shipments import lock_shipment


@dataclass(frozen=True, slots=True)
class CertificateData:
    """What the paper says (domain.md 2.5)."""

    number: str
    issued_on: date
    issuer: str
    arrived_on: date
    arrived_at: str
    importer: str = ""
    import_certificate_no: str = ""
    transport_document: str = ""
    customs_entry: str = ""


@transaction.atomic
def enter(
    *,
    actor: User,
    shipment_id: UUID,
    data: CertificateData,
    lines: Mapping[int, Decimal],
    upload: "File[Any] | None" = None,
) -> DeliveryCertificate:
    """Enter a certificate for a shipment that crossed. Event: delivery.entered.

    The duty of proof is met when certificates cover the whole shipment; a shortfall stays owed.
    Raises InvalidInput for an arrival before the crossing or in the future, for more than
    shipped, for a line of another shipment and for a certificate used before.
    """
    shipment = lock_shipment(shipment_id)
    policies.require(policies.may_prove(actor, shipment))
    delivered = {at: quantity for at, quantity in lines.items() if quantity}
    _require_sense(shipment, data)
    _require_covered(shipment, delivered)
    certificate = DeliveryCertificate.objects.create(
        shipment=shipment,
        entered_by=actor,
        file=intake.receive(actor=actor, upload=upload, field="file") if upload else None,
        **{name: value.strip() if isinstance(value, str) else value
           for name, value in asdict(data).items()},
    )  # fmt: skip
    units = {line.position: line.unit for line in balance(shipment.licence)}
    DeliveredLine.objects.bulk_create(
        DeliveredLine(certificate=certificate, position=at, quantity=quantity, unit=units[at])
        for at, quantity in sorted(delivered.items())
    )
    told = {str(at): f"{quantity:f}" for at, quantity in sorted(delivered.items())}
    _record(certificate, actor, "delivery.entered", lines=told, issuer=certificate.issuer)
    settle_proof(shipment, actor)
    _tell(certificate, list(people_with_role(Role.OFFICER)), Kind.DELIVERY_ENTERED)
    return certificate


@transaction.atomic
def judge(
    *, actor: User, certificate_id: UUID, genuine: bool, channel: str, note: str = ""
) -> DeliveryCertificate:
    """Keep what the issuer answered. Events: delivery.confirmed; delivery.doubted.

    A doubtful certificate proves nothing: the duty is owed again. Raises NotAllowed for who
    entered it, Conflict when it was judged, InvalidInput for doubt without words.
    """
    found = DeliveryCertificate.objects.filter(pk=certificate_id).first()
    if found is None:
        raise Http404
    shipment = lock_shipment(found.shipment_id)
    certificate = DeliveryCertificate.objects.select_for_update(of=("self",)).get(pk=found.pk)
    certificate.shipment = shipment
    policies.require(policies.may_judge(actor, certificate))
    if not genuine and not note.strip():
        raise InvalidInput("reason_missing", _("Give the reasons."), field="note")
    certificate.state = (Authenticity.GENUINE if genuine else Authenticity.DOUBTFUL).value
    certificate.channel = Channel(channel).value
    certificate.note = note.strip()
    certificate.judged_by, certificate.judged_at = actor, clock.now()
    certificate.save(update_fields=["state", "channel", "note", "judged_by", "judged_at"])
    verb = "delivery.confirmed" if genuine else "delivery.doubted"
    _record(certificate, actor, verb, channel=certificate.channel, note=certificate.note)
    settle_proof(shipment, actor, certificate.note)
    if not genuine:
        _tell(certificate, company_people(shipment.licence.application), Kind.DELIVERY_DOUBTED)
    return certificate


def _require_sense(shipment: Shipment, data: CertificateData) -> None:
    today, crossed = clock.today(), shipment.crossed_on
    if crossed is not None and data.arrived_on < crossed:
        raise InvalidInput(
            "arrived_before",
            _("The shipment crossed the border on %(day)s only."),
            field="arrived_on",
            day=crossed.strftime("%d.%m.%Y"),
        )
    for field in ("arrived_on", "issued_on"):
        if getattr(data, field) > today:
            raise InvalidInput("day_in_future", _("This day is still to come."), field=field)
    if data.issued_on < data.arrived_on:
        raise InvalidInput(
            "issued_before",
            _("The certificate is older than the arrival it proves."),
            field="issued_on",
        )
    used = DeliveryCertificate.objects.filter(
        issuer__iexact=data.issuer.strip(), number__iexact=data.number.strip()
    )
    if used.exists():
        raise InvalidInput(
            "certificate_used", _("This certificate was entered before."), field="number"
        )


def _require_covered(shipment: Shipment, delivered: Mapping[int, Decimal]) -> None:
    if not delivered:
        raise InvalidInput("nothing_delivered", _("Enter a quantity for at least one line."))
    left = missing(shipment)
    for at, quantity in delivered.items():
        if quantity < 0 or quantity > left.get(at, 0):
            raise InvalidInput(
                "above_shipped",
                _("Line %(line)s: only %(left)s of this shipment wait for a proof."),
                field=f"quantity_{at}",
                line=at,
                left=f"{left.get(at, Decimal(0)).normalize():f}",
            )


def _record(certificate: DeliveryCertificate, actor: User, verb: str, **data: object) -> None:
    log.record(
        actor=actor,
        verb=verb,
        subject=certificate.shipment.subject,
        number=certificate.shipment.number,
        data={"certificate": certificate.number, **data},
    )


def _tell(certificate: DeliveryCertificate, people: list[User], kind: Kind) -> None:
    notify(
        recipients=people,
        kind=kind,
        params={"number": certificate.shipment.number},
        link=f"/licences/deliveries/{certificate.pk}/",
        key=f"{kind}:{certificate.pk}",
        company=certificate.shipment.licence.application.manufacturer_id,
    )
