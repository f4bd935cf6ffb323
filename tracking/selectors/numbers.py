"""Numbers on papers and on goods: which shipments and which later papers bear them."""

from typing import Any

from django.db.models import Q, QuerySet

from core.base import clock
from core.base.numbers import Kind as Series
from licensing.search import numbers_like
from tracking.models import Mention, SerialRange, Shipment
from tracking.serials import Serials


def ranges_with(serials: Serials) -> QuerySet[SerialRange]:
    """Return the ranges of live shipments that hold any of these numbers, or share the lot."""
    return SerialRange.objects.filter(
        released_at__isnull=True,
        is_lot=serials.is_lot,
        prefix=serials.prefix,
        suffix=serials.suffix,
        first__lte=serials.last,
        last__gte=serials.first,
    ).select_related("shipment__licence")


def shipments_bearing(text: str) -> QuerySet[Shipment]:
    """Return the shipments whose number or customs declaration is written so."""
    fits = Q(number__in=numbers_like(text, Series.SHIPMENT, clock.today()))
    # No text of the database holds a NUL, and it takes none to compare with.
    return Shipment.objects.filter(fits | Q(declaration__iexact=text.replace("\0", "")))


def licences_shipped_as(text: str) -> QuerySet[Any, Any]:
    """Return the ids of the permits under which such a shipment goes."""
    return shipments_bearing(text).order_by().values("licence_id")


def mentions_of(serials: Serials) -> QuerySet[Mention]:
    """Return what incidents and declarations say of any of these numbers."""
    return (
        Mention.objects.filter(
            is_lot=serials.is_lot,
            prefix=serials.prefix,
            suffix=serials.suffix,
            first__lte=serials.last,
            last__gte=serials.first,
        )
        .select_related("incident", "used_up", "end_use_check", "reexport__case")
        .prefetch_related("reexport__case__decisions")
    )
