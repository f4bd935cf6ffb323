"""The demonstration's commission: seven seats, their holders, one alternate, the example rules."""

from datetime import date

from django.db import transaction

from commission.models import MandateRole, Seat
from commission.services.seats import Holder, SeatPlan, establish_commission
from core.accounts.models import User
from demo.cast import Cast

ESTABLISHED_ON = date(2026, 1, 12)
#: Department whose seat has an alternate (`Cast.alternate`).
WITH_ALTERNATE = "mod"


@transaction.atomic
def build_commission(cast: Cast) -> list[Seat]:
    """Make the commission of the cast, or find it when it is there; return seats in order."""
    found = list(Seat.objects.select_related("department"))
    if found:
        return found
    plans = tuple(
        SeatPlan(department=code, holders=_holders(cast, number, code, person))
        for number, (code, person) in enumerate(cast.seat_holders.items(), start=1)
    )
    return establish_commission(actor=None, seats=plans, valid_from=ESTABLISHED_ON)


def _holders(cast: Cast, number: int, code: str, person: User) -> tuple[Holder, ...]:
    principal = Holder(person, f"М-{number:02d}/26", ESTABLISHED_ON)
    if code != WITH_ALTERNATE:
        return (principal,)
    alternate = Holder(
        cast.alternate, f"М-{number:02d}а/26", ESTABLISHED_ON, MandateRole.ALTERNATE
    )
    return (principal, alternate)
