"""The surplus of a production line: what may leave the state after its own need is met.

    surplus = capacity − state orders − further need of the forces − licensed − reserved

Exports spend surplus only (design, rule 5). Everything is counted in the unit of the line, for
one calendar year: the whole capacity against all orders and all permits of that year, delivered
or not. A conclusion on negotiations spends nothing: no goods leave under it. Nothing here touches
the database, which holds the same inequality in a trigger.
"""

from dataclasses import dataclass
from decimal import Decimal

NOTHING = Decimal(0)


def spends(act: str) -> bool:
    """Tell whether an act spends surplus: a permit does; goods to be passed on left long ago.

    The permit that follows the negotiations is counted when it is asked for (Law 549-IV, Res. 500).
    """
    return act == "permit"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The figures of one line in one year, all zero or more, in the unit of the line."""

    capacity: Decimal
    state_orders: Decimal = NOTHING
    #: What the defence ministry needs beyond its contracts, by its statement in force.
    further_need: Decimal = NOTHING
    licensed: Decimal = NOTHING
    reserved: Decimal = NOTHING

    @property
    def state_need(self) -> Decimal:
        """Return what the forces get first."""
        return self.state_orders + self.further_need

    @property
    def exportable(self) -> Decimal:
        """Return capacity less state need; below zero when the state needs more than is made."""
        return self.capacity - self.state_need

    @property
    def surplus(self) -> Decimal:
        """Return what is still free; below zero when the need grew after permits were given."""
        return self.exportable - self.licensed - self.reserved

    def after(self, asked: Decimal) -> Decimal:
        """Return the surplus that a further quantity would leave."""
        return self.surplus - asked

    def covers(self, asked: Decimal) -> bool:
        """Tell whether a further quantity can be given without touching the state's need."""
        return self.after(asked) >= NOTHING
