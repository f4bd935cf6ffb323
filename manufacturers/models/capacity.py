"""Production lines, what they can make in a year, and what the state has ordered from them.

Surplus is counted here and nowhere else: capacity − state need − licensed (design, rule 5).
"""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.base.models import AppendOnly, BaseModel, keep_forever
from core.reference.models import InTwoLanguages, Unit
from manufacturers.models.company import Manufacturer, Site

# Above this a figure is a typing error, not a production line.
MOST_UNITS = 1_000_000_000
FIRST_YEAR, LAST_YEAR = 2000, 2100


class ProductionLine(InTwoLanguages, BaseModel):
    """A line that makes one type of goods, counted in one unit for ever."""

    manufacturer = models.ForeignKey(
        Manufacturer, on_delete=models.PROTECT, related_name="production_lines"
    )
    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    # The name folded, so that one company has each name once.
    name_key = models.CharField(max_length=400, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.PROTECT, related_name="production_lines"
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["manufacturer", "name_key"],
                condition=Q(archived_at__isnull=True),
                name="production_line_name_once",
            ),
        ]
        triggers = [
            # Declared capacities and counted licences would change their meaning.
            pgtrigger.Protect(
                name="keep_unit",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__unit__df=pgtrigger.F("old__unit"))
                | pgtrigger.Q(new__manufacturer__df=pgtrigger.F("old__manufacturer")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name in the language of the reader."""
        return self.in_language("name")


class Capacity(BaseModel, AppendOnly):
    """What a line can make in one year, as the company declared it and with its proof.

    Rows are never changed: a new declaration has the next `turn`, and the last one counts.
    """

    line = models.ForeignKey(ProductionLine, on_delete=models.PROTECT, related_name="capacities")
    year = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField()
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    proof = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    declared_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "-turn"]
        verbose_name_plural = "capacities"
        triggers = keep_forever()
        constraints = [
            models.UniqueConstraint(fields=["line", "year", "turn"], name="capacity_one_in_force"),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="capacity_year"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=0, quantity__lte=MOST_UNITS), name="capacity_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.quantity}"


class StateOrder(BaseModel):
    """A contract of the state defence order: how many of a line's goods go to the state in a year.

    An order over several years has a row for each year, because surplus is counted by years.
    """

    line = models.ForeignKey(ProductionLine, on_delete=models.PROTECT, related_name="state_orders")
    number = models.CharField(max_length=60)
    signed_on = models.DateField()
    year = models.PositiveSmallIntegerField()
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    delivered = models.DecimalField(max_digits=18, decimal_places=3, default=0)
    customer = models.CharField(max_length=200)
    proof = models.ForeignKey(
        "documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "number", "year"],
                condition=Q(cancelled_at__isnull=True),
                name="state_order_once",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="state_order_year"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, quantity__lte=MOST_UNITS),
                name="state_order_plausible",
            ),
            models.CheckConstraint(
                condition=Q(delivered__gte=0, delivered__lte=F("quantity")),
                name="state_order_delivered",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def outstanding(self) -> Decimal:
        """Return what is still to be delivered to the state."""
        return self.quantity - self.delivered
