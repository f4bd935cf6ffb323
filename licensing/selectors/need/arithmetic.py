"""The arithmetic of national need as the database has it now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from licensing.models import ClaimState, Licence, MinistryStatement, StopOrder, SurplusClaim
from licensing.snapshot import Snapshot
from licensing.surplus import NOTHING, Arithmetic, spends
from manufacturers.models import ProductionLine
from manufacturers.selectors import capacity_in_force, delivered_and_ordered


@dataclass(frozen=True, slots=True)
class Asked:
    """What one case asks of one production line, over all its goods lines."""

    line: ProductionLine
    #: Position in the application → quantity, in the unit of the line.
    parts: Mapping[int, Decimal]
    #: No goods leave under a conclusion on negotiations.
    spends: bool = True

    @property
    def quantity(self) -> Decimal:
        """Return what would be spent over the goods lines."""
        return sum(self.parts.values(), NOTHING) if self.spends else NOTHING


def asked_of_lines(content: Snapshot) -> list[Asked]:
    """Return what the declared goods take from each line of the applicant, in a steady order.

    A line of another company, another unit or none counts nothing here; the check says so.
    """
    named = {goods.production_line_id for goods in content.lines if goods.production_line_id}
    own = ProductionLine.objects.filter(
        pk__in=[UUID(pk) for pk in named], manufacturer=UUID(content.company.id)
    )
    found = []
    for line in own.select_related("unit", "manufacturer").order_by("pk"):
        parts = {
            goods.position: goods.quantity
            for goods in content.lines
            if goods.production_line_id == str(line.pk) and goods.unit == line.unit.code
        }
        if parts:
            found.append(Asked(line, parts, spends(content.act)))
    return found


def arithmetic(line: ProductionLine, on: date, besides: str = "") -> Arithmetic | None:
    """Return the figures of a line in the year of a day, or None while no capacity is declared.

    `besides` is the id of a case whose own claims are left out.
    """
    capacity = capacity_in_force(line, on.year)
    if capacity is None:
        return None
    statement = statement_in_force(line, on)
    claims = SurplusClaim.objects.filter(line=line, year=on.year)
    if besides:
        claims = claims.exclude(application_id=besides)
    held = claims.aggregate(
        licensed=Sum("quantity", filter=Q(state=ClaimState.LICENSED)),
        reserved=Sum("quantity", filter=Q(state=ClaimState.RESERVED)),
    )
    return Arithmetic(
        capacity=capacity.quantity,
        state_orders=delivered_and_ordered(line, on.year)[1],
        further_need=statement.further_need if statement else NOTHING,
        licensed=held["licensed"] or NOTHING,
        reserved=held["reserved"] or NOTHING,
    )


def statement_in_force(line: ProductionLine, on: date) -> MinistryStatement | None:
    """Return the latest confirmed statement of the ministry that is valid on a day."""
    confirmed = MinistryStatement.objects.filter(line=line, answer__confirmed=True)
    return confirmed.filter(dated__lte=on, valid_until__gte=on).first()


def stop_order_in_force(line: ProductionLine, on: date) -> StopOrder | None:
    """Return the order that stops the line on a day, or None."""
    return StopOrder.objects.filter(line=line, lifted_at__isnull=True, starts_on__lte=on).first()


def is_stopped(licence: Licence) -> bool:
    """Return whether an order stops a production line on which goods of the permit are counted."""
    return StopOrder.objects.filter(line__claims__licence=licence, lifted_at__isnull=True).exists()


def claims_on(line: ProductionLine, year: int, besides: str = "") -> QuerySet[SurplusClaim]:
    """Return the live claims of the other cases on a line in a year, the oldest first."""
    claims = SurplusClaim.objects.filter(line=line, year=year).exclude(state=ClaimState.RELEASED)
    if besides:
        claims = claims.exclude(application_id=besides)
    return claims.select_related("application", "licence")
