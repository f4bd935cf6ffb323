"""Production lines with what they can make and what the state ordered, year by year."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.http import Http404

from core.accounts.policies import Person
from core.base import clock
from core.documents.models import StoredFile
from manufacturers.models import Capacity, Manufacturer, ProductionLine, StateOrder
from manufacturers.selectors.companies import visible_to

NOTHING = Decimal(0)


@dataclass(slots=True)
class LineYear:
    """One year of one line: the declaration in force and the orders that are not cancelled."""

    year: int
    capacity: Capacity | None = None
    earlier: list[Capacity] = field(default_factory=list)
    orders: list[StateOrder] = field(default_factory=list)

    @property
    def ordered(self) -> Decimal:
        """Return the sum of the state orders of the year, delivered or not."""
        return sum((order.quantity for order in self.orders), NOTHING)

    @property
    def rest(self) -> Decimal | None:
        """Return capacity less state orders, or None while no capacity is declared."""
        return self.capacity.quantity - self.ordered if self.capacity else None


def lines_of(manufacturer: Manufacturer, year: int | None = None) -> QuerySet[ProductionLine]:
    """Return all lines with `declared` and `ordered` of a year (default: this one), open first."""
    wanted = year or clock.today().year
    capacities = Capacity.objects.filter(line=OuterRef("pk"), year=wanted).order_by("-turn")
    orders = (
        StateOrder.objects.filter(line=OuterRef("pk"), year=wanted, cancelled_at__isnull=True)
        .order_by()
        .values("line")
        .annotate(total=Sum("quantity"))
    )
    lines = ProductionLine.objects.filter(manufacturer=manufacturer).select_related("unit", "site")
    return lines.annotate(
        declared=Subquery(capacities.values("quantity")[:1]),
        ordered=Subquery(orders.values("total")[:1]),
    ).order_by("archived_at", "created_at", "id")


def open_lines(manufacturer: Manufacturer) -> QuerySet[ProductionLine]:
    """Return the lines that are not archived, with their units."""
    lines = ProductionLine.objects.filter(manufacturer=manufacturer, archived_at__isnull=True)
    return lines.select_related("unit")


def get_line(user: Person, line_id: UUID) -> ProductionLine:
    """Return a line of a visible company. Raises Http404 otherwise."""
    lines = ProductionLine.objects.filter(manufacturer__in=visible_to(user))
    line = lines.select_related("unit", "site", "manufacturer").filter(pk=line_id).first()
    if line is None:
        raise Http404
    return line


def capacity_in_force(line: ProductionLine | UUID, year: int) -> Capacity | None:
    """Return the last declaration for a year, or None while the company declared nothing."""
    declared = Capacity.objects.filter(line=line, year=year).select_related("proof", "line__unit")
    return declared.order_by("-turn").first()


def delivered_and_ordered(line: ProductionLine | UUID, year: int) -> tuple[Decimal, Decimal]:
    """Return how many of a year's state orders are delivered, and how many were ordered."""
    orders = StateOrder.objects.filter(line=line, year=year, cancelled_at__isnull=True)
    sums = orders.aggregate(delivered=Sum("delivered"), ordered=Sum("quantity"))
    return sums["delivered"] or NOTHING, sums["ordered"] or NOTHING


def orders_of(line: ProductionLine) -> QuerySet[StateOrder]:
    """Return the state orders of a line, also cancelled ones, the latest year first."""
    return line.state_orders.select_related("proof")


def get_order(user: Person, order_id: UUID, line: ProductionLine) -> StateOrder:
    """Return a state order of a line of a visible company. Raises Http404 otherwise."""
    orders = StateOrder.objects.filter(line=line, line__manufacturer__in=visible_to(user))
    order = orders.select_related("line__unit", "proof").filter(pk=order_id).first()
    if order is None:
        raise Http404
    return order


def proof_of(line: ProductionLine, file_id: UUID) -> StoredFile:
    """Return a file that proves a capacity or an order of the line. Raises Http404 otherwise."""
    for rows in (line.capacities, line.state_orders):
        if (row := rows.filter(proof_id=file_id).select_related("proof").first()) and row.proof:
            return row.proof
    raise Http404


def line_years(line: ProductionLine) -> list[LineYear]:
    """Return the years about which something is known, the latest first."""
    years: dict[int, LineYear] = {}
    for capacity in line.capacities.select_related("proof", "declared_by"):
        row = years.setdefault(capacity.year, LineYear(capacity.year))
        if row.capacity is None:
            row.capacity = capacity
        else:
            row.earlier.append(capacity)
    for order in _in_force(orders_of(line)):
        years.setdefault(order.year, LineYear(order.year)).orders.append(order)
    return [years[year] for year in sorted(years, reverse=True)]


def _in_force(orders: Iterable[StateOrder]) -> list[StateOrder]:
    return [order for order in orders if order.cancelled_at is None]
