"""The commission of the demonstration: seven seats, seven principals, one alternate."""

from datetime import date

from django.db import transaction

from commission.models import MandateRole, Seat
from commission.services.seats import Holder, SeatPlan, establish_commission
from demo.cast import Cast

MANDATED_ON = date(2026, 1, 8)
SEATED_FROM = date(2026, 1, 12)
ALTERNATE_DEPARTMENT = "mod"


@transaction.atomic
def build_commission(cast: Cast) -> list[Seat]:
    """Establish the commission of the cast, or return it when it is there."""
    if Seat.objects.exists():
        return list(Seat.objects.order_by("number"))
    seats = tuple(
        _seat(cast, number, department)
        for number, department in enumerate(cast.seat_holders, start=1)
    )
    return establish_commission(actor=None, seats=seats, valid_from=SEATED_FROM)


def _seat(cast: Cast, number: int, department: str) -> SeatPlan:
    principal = Holder(
        person=cast.seat_holders[department],
        instrument_number=f"М-{number:02d}/26",
        instrument_date=MANDATED_ON,
    )
    if department != ALTERNATE_DEPARTMENT:
        return SeatPlan(department=department, holders=(principal,))
    alternate = Holder(
        person=cast.alternate,
        instrument_number=f"М-{number:02d}а/26",
        instrument_date=MANDATED_ON,
        role=MandateRole.ALTERNATE,
    )
    return SeatPlan(department=department, holders=(principal, alternate))
