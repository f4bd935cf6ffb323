"""Sheets of products that a company sent: every row with its report, so that nothing is lost."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.base.models import BaseModel
from manufacturers.models.company import Manufacturer


class SheetState(models.TextChoices):
    """What became of a sheet."""

    READING = "reading", _("Is being checked")
    CHECKED = "checked", _("Checked, waits for your choice")
    IMPORTED = "imported", _("Imported")
    DISCARDED = "discarded", _("Set aside")
    REFUSED = "refused", _("Cannot be read")


_OPEN = [SheetState.READING, SheetState.CHECKED]


class ProductSheet(BaseModel):
    """One uploaded file, its report and what was done with it."""

    manufacturer = models.ForeignKey(Manufacturer, on_delete=models.PROTECT, related_name="sheets")
    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.READING)
    # Heads of columns that nobody asked for.
    ignored = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SheetState.values), name="sheet_state"),
            models.CheckConstraint(
                condition=Q(wrong__lte=F("total"), imported__lte=F("total")), name="sheet_counts"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_OPEN, settled_at__isnull=True, imported=0)
                | (~Q(state__in=_OPEN) & Q(settled_at__isnull=False)),
                name="sheet_settled",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name under which the long work on it is kept."""
        return f"sheet:{self.pk}"


class SheetRow(models.Model):
    """One row of a sheet: what stood in it, what is wrong and what was put right."""

    sheet = models.ForeignKey(ProductSheet, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    values = models.JSONField()
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    is_right = models.BooleanField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="sheet_row_once"),
        ]

    def __str__(self) -> str:
        return str(self.number)
