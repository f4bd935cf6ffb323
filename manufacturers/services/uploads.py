"""The same verbs with a file from a browser: file and act stand or fall together."""

from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from core.accounts.models import User
from core.documents import intake
from core.documents.models import StoredFile
from manufacturers.models import Authority, Capacity, Component, StateOrder
from manufacturers.services import catalogue, lines, register
from manufacturers.services.catalogue import ComponentData
from manufacturers.services.lines import OrderData

Upload: TypeAlias = "File[Any]"


@transaction.atomic
def declare_capacity(
    *, actor: User, line_id: UUID, year: int, quantity: Decimal, upload: "Upload"
) -> Capacity:
    """Receive the proof and declare. Raises as in `lines`, InvalidInput at `proof`."""
    proof = intake.receive(actor=actor, upload=upload, field="proof")
    return lines.declare_capacity(
        actor=actor, line_id=line_id, year=year, quantity=quantity, proof=proof
    )


@transaction.atomic
def save_order(
    *,
    actor: User,
    line_id: UUID,
    data: OrderData,
    upload: "Upload | None",
    order: StateOrder | None = None,
    version: int = 0,
) -> StateOrder:
    """Add an order, or change the one given. Raises as in `lines`, InvalidInput at `proof`."""
    proof = _received(actor, upload, "proof")
    if order is None:
        return lines.add_state_order(actor=actor, line_id=line_id, data=data, proof=proof)
    return lines.change_state_order(
        actor=actor, order_id=order.pk, version=version, data=data, proof=proof
    )


@transaction.atomic
def save_component(
    *,
    actor: User,
    product_id: UUID,
    data: ComponentData,
    upload: "Upload | None",
    component: Component | None = None,
    version: int = 0,
) -> Component:
    """Add a component, or change the one given. Raises InvalidInput at `consent_file` too."""
    file = _received(actor, upload, "consent_file")
    if component is None:
        return catalogue.add_component(
            actor=actor, product_id=product_id, data=data, consent_file=file
        )
    return catalogue.change_component(
        actor=actor, component_id=component.pk, version=version, data=data, consent_file=file
    )


@transaction.atomic
def add_authority(
    *, actor: User, company_id: UUID, upload: "Upload | None", **fields: Any
) -> Authority:
    """Receive the file and enter the authority. Raises as in `register`, also at `upload`."""
    file = _received(actor, upload, "upload")
    return register.add_authority(actor=actor, company_id=company_id, file=file, **fields)


def _received(actor: User, upload: "Upload | None", field: str) -> StoredFile | None:
    return intake.receive(actor=actor, upload=upload, field=field) if upload else None
