"""What left the country under the Norwegian permit: one shipment written off, one on its way."""

from collections.abc import Iterator
from decimal import Decimal

from core.base import clock
from demo.stage import Moment, Stage, at
from licensing.models import Licence
from tracking.services import shipments
from tracking.services.shipments import Wanted


def norway(play: Stage) -> Iterator[Moment]:
    """Announce twelve aircraft with batteries, confirm them, announce the next lot."""
    cast = play.cast
    yield at(-16)
    licence = Licence.objects.get(application=play.heard["norway"])
    first = shipments.announce(
        actor=cast.preparer,
        licence_id=licence.pk,
        lines=[
            Wanted(1, Decimal(12), serials="С3-0201…0212"),
            Wanted(3, Decimal(60), serials="партія 2026/09"),
        ],
        planned_on=clock.today(),
        border_post="Яворище-вантажна",
        carrier="ТОВ «Рівень Логістика»",
    )
    yield at(-15, 14)
    shipments.confirm(
        actor=cast.customs,
        shipment_id=first.pk,
        crossed_on=clock.today(),
        declaration="ЕК 500120/2026/003310",
    )
    yield at(-1, 11)
    shipments.announce(
        actor=cast.signatory,
        licence_id=licence.pk,
        lines=[Wanted(1, Decimal(6), serials="С3-0213…0218"), Wanted(2, Decimal(2))],
        planned_on=clock.today(),
        border_post="Яворище-вантажна",
        carrier="ТОВ «Рівень Логістика»",
    )
