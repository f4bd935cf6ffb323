"""Makers' numbers: which shipments and which later papers name them."""

from django.db.models import QuerySet

from tracking.models import Mention, SerialRange
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


def mentions_of(serials: Serials) -> QuerySet[Mention]:
    """Return what incidents and declarations say of any of these numbers."""
    return Mention.objects.filter(
        is_lot=serials.is_lot,
        prefix=serials.prefix,
        suffix=serials.suffix,
        first__lte=serials.last,
        last__gte=serials.first,
    ).select_related("incident", "used_up", "end_use_check", "reexport")
