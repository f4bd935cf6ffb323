"""Goods lines: the decision, the cap and later the balance all hang on a line."""

from decimal import Decimal

from django.db import models

from core.base.models import BaseModel
from licensing.models.application import Application

# Above these a figure is a typing error, not an export (domain.md: capacity of the whole sector).
MOST_UNITS = Decimal(1_000_000_000)
MOST_MONEY = Decimal(100_000_000_000)


class GoodsLine(BaseModel):
    """One item: what it is, how it is controlled, how many, for how much."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    control_code = models.CharField(max_length=20)
    list_edition = models.CharField(max_length=40)
    uktzed = models.CharField(max_length=10, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    unit = models.CharField(max_length=12)
    value = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)
    product = models.ForeignKey(
        "manufacturers.Product", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The product as it was when the line was saved: a later change of the catalogue alters no case.
    product_facts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "position"],
                name="goods_line_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(position__gte=1), name="goods_line_position_from_one"
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, quantity__lte=MOST_UNITS),
                name="goods_line_quantity_plausible",
            ),
            models.CheckConstraint(
                condition=models.Q(value__gt=0, value__lte=MOST_MONEY),
                name="goods_line_value_plausible",
            ),
            models.CheckConstraint(
                condition=models.Q(currency__regex=r"^[A-Z]{3}$"), name="goods_line_currency_iso"
            ),
            models.CheckConstraint(
                condition=models.Q(product__isnull=True) | ~models.Q(product_facts={}),
                name="goods_line_product_with_facts",
            ),
            models.CheckConstraint(
                condition=~models.Q(control_code="") & ~models.Q(unit=""),
                name="goods_line_code_and_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(uktzed="") | models.Q(uktzed__regex=r"^\d{10}$"),
                name="goods_line_uktzed_ten_digits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.name_uk}"
