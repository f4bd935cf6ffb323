"""What a company makes: products with their control code, and the foreign components in them."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from core.base import clock
from core.base.models import BaseModel
from core.reference.models import InTwoLanguages, Unit
from manufacturers.models.capacity import ProductionLine
from manufacturers.models.company import Manufacturer


class SerialRule(models.TextChoices):
    """How single goods are told apart when they are shipped."""

    EACH = "each", _("Each one has a serial number")
    LOT = "lot", _("Each lot has a number")
    NONE = "none", _("No numbers")


_LINE_FITS = """
    IF NEW.production_line_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM manufacturers_productionline line
        WHERE line.id = NEW.production_line_id
          AND line.manufacturer_id = NEW.manufacturer_id
          AND line.unit_id = NEW.unit_id
    ) THEN
        RAISE EXCEPTION 'the production line is of another company or unit' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""


class Product(InTwoLanguages, BaseModel):
    """A product of the catalogue. Applications copy it, so a later change alters no case."""

    manufacturer = models.ForeignKey(
        Manufacturer, on_delete=models.PROTECT, related_name="products"
    )
    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    # The name folded, so that one catalogue has each name once; and its alphabetical order.
    name_key = models.CharField(max_length=400, editable=False)
    sort_key = models.CharField(max_length=1400, editable=False)
    control_code = models.CharField(max_length=20)
    # The edition of the control list in which the code was chosen.
    list_edition = models.CharField(max_length=40)
    uktzed = models.CharField(max_length=10)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    serial_rule = models.CharField(max_length=4, choices=SerialRule, default=SerialRule.EACH)
    production_line = models.ForeignKey(
        ProductionLine, null=True, blank=True, on_delete=models.PROTECT, related_name="products"
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["sort_key"]
        indexes = [models.Index(fields=["manufacturer", "sort_key"], name="product_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["manufacturer", "name_key"],
                condition=Q(archived_at__isnull=True),
                name="product_name_once",
            ),
            models.CheckConstraint(
                condition=~Q(control_code="") & ~Q(list_edition=""), name="product_code"
            ),
            models.CheckConstraint(
                condition=Q(uktzed__regex=r"^[0-9]{10}$"), name="product_uktzed"
            ),
            models.CheckConstraint(
                condition=Q(serial_rule__in=SerialRule.values), name="product_serial_rule"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="line_fits",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_LINE_FITS,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name in the language of the reader."""
        return self.in_language("name")


class Component(BaseModel):
    """A foreign part of a product; its supplier's consent decides whether it may travel on."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="components")
    name = models.CharField(max_length=200)
    # ISO 3166-1 alpha-2 of the state whose export control the part came under.
    country = models.CharField(max_length=2)
    supplier = models.CharField(max_length=200)
    needs_consent = models.BooleanField(default=True)
    consent_no = models.CharField(max_length=80, blank=True)
    consent_issued_on = models.DateField(null=True, blank=True)
    consent_valid_until = models.DateField(null=True, blank=True)
    consent_file = models.ForeignKey(
        "documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$") & ~Q(country="UA"),
                name="component_foreign",
            ),
            models.CheckConstraint(
                condition=Q(consent_valid_until__isnull=True)
                | Q(consent_valid_until__gte=F("consent_issued_on")),
                name="component_consent_dates",
            ),
            models.CheckConstraint(
                condition=Q(consent_no="") | Q(consent_issued_on__isnull=False),
                name="component_consent_dated",
            ),
            models.CheckConstraint(
                condition=Q(needs_consent=True) | Q(consent_no=""),
                name="component_consent_needed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def country_name(self) -> str:
        """Return the country in the language of the reader."""
        return str(countries.name(self.country))

    @property
    def standing(self) -> str:
        """Return how the consent stands today: not_needed, in_force, ended or missing."""
        if not self.needs_consent:
            return "not_needed"
        if self.consent_covers(clock.today()):
            return "in_force"
        return "ended" if self.consent_no else "missing"

    def consent_covers(self, day: date) -> bool:
        """Return whether the part may travel on a day: no consent needed, or one in force."""
        if not self.needs_consent:
            return True
        if not self.consent_no or self.consent_issued_on is None or self.consent_issued_on > day:
            return False
        return self.consent_valid_until is None or day <= self.consent_valid_until
