"""Short hands of the tests: announce, confirm, and read the sums behind the service's back."""

from decimal import Decimal
from itertools import count
from typing import Any

from django.db import connection

from core.base import clock
from demo.cast import Cast
from licensing.models import Licence
from tracking.models import Shipment
from tracking.services import shipments
from tracking.services.shipments import Wanted

_declarations = count(1)


def announce(cast: Cast, licence: Licence, quantity: int = 4, **line: Any) -> Shipment:
    """The company announces part of line 1 for today."""
    wanted = Wanted(**{"position": 1, "quantity": Decimal(quantity)} | line)
    return shipments.announce(
        actor=cast.preparer, licence_id=licence.pk, lines=[wanted], planned_on=clock.today()
    )


def confirm(cast: Cast, shipment: Shipment, **more: Any) -> Shipment:
    """Customs confirms it today under a new declaration."""
    return shipments.confirm(
        **{
            "actor": cast.customs,
            "shipment_id": shipment.pk,
            "crossed_on": clock.today(),
            "declaration": f"UA500120/2026/{next(_declarations):06d}",
        }
        | more
    )


def drawn(licence: Licence, position: int = 1) -> tuple[Decimal, Decimal]:
    """Return what SQL itself sums up for a line: quantity and value."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(e.quantity), 0), coalesce(sum(e.value), 0) FROM tracking_entry e"
            " JOIN tracking_shipment s ON s.id = e.shipment_id"
            " WHERE s.licence_id = %s AND e.position = %s",
            [licence.pk, position],
        )
        found: tuple[Decimal, Decimal] = cursor.fetchone()
    return found
