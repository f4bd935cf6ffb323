"""Shipments under a licence. What is drawn is the sum of the entries, which are never changed."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from tracking import serials
from tracking.models import triggers


class ShipmentState(models.TextChoices):
    """Where a shipment stands."""

    ANNOUNCED = "announced", _("Announced")
    CONFIRMED = "confirmed", _("Crossed the border")
    CANCELLED = "cancelled", _("Cancelled")


class EntryKind(models.TextChoices):
    """Why the balance changed."""

    ANNOUNCE = "announce", _("Announced")
    CONFIRM = "confirm", _("Confirmed at the border")
    CANCEL = "cancel", _("Cancelled")
    CORRECT = "correct", _("Corrected")


class Shipment(BaseModel):
    """One consignment under one licence."""

    licence = models.ForeignKey(
        "licensing.Licence", on_delete=models.PROTECT, related_name="shipments"
    )
    number = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=10, choices=ShipmentState, default=ShipmentState.ANNOUNCED)
    planned_on = models.DateField()
    carrier = models.CharField(max_length=120, blank=True)
    crossed_on = models.DateField(null=True, blank=True)
    border_post = models.CharField(max_length=80, blank=True)
    declaration = models.CharField(max_length=40, blank=True)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ShipmentState.values), name="shipment_state_listed"
            ),
            models.CheckConstraint(
                condition=~Q(state=ShipmentState.CONFIRMED)
                | Q(crossed_on__isnull=False) & ~Q(declaration=""),
                name="shipment_crossed_with_declaration",
            ),
            models.UniqueConstraint(
                fields=["declaration", "licence"],
                condition=~Q(declaration=""),
                name="shipment_declared_once",
            ),
        ]
        indexes = [models.Index(fields=["licence", "state"], name="shipment_of_licence")]
        triggers = triggers.shipment()

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """Return the name under which events and documents file this shipment."""
        return f"shipment:{self.pk}"


class Entry(AppendOnly):
    """One change of the balance of one line: plus draws, minus gives back."""

    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=EntryKind)
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    unit = models.CharField(max_length=12)
    value = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)
    on_date = models.DateField()
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EntryKind.ANNOUNCE, quantity__gt=0, value__gte=0)
                | Q(kind=EntryKind.CONFIRM, quantity__lte=0, value__lte=0)
                | Q(kind=EntryKind.CANCEL, quantity__lt=0, value__lte=0)
                | Q(kind=EntryKind.CORRECT) & ~Q(reason=""),
                name="entry_sign_fits_kind",
            ),
            models.UniqueConstraint(
                fields=["shipment", "position", "kind"],
                condition=~Q(kind=EntryKind.CORRECT),
                name="entry_once_a_step",
            ),
        ]
        triggers = [*AppendOnly.Meta.triggers, triggers.balance()]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}: {self.quantity}"


class ShipmentSheet(AppendOnly, BaseModel):
    """What the sheet of a write-off says, frozen at the moment of it."""

    shipment = models.OneToOneField(Shipment, on_delete=models.PROTECT, related_name="sheet")
    record_text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return self.sha256


#: Letters that are read as digits, and as which, when a number is looked for.
LOOKS = ("OILSBZ", "011582")


def look_of(column: str) -> Func:
    """Return the look of a column of serial numbers: no separators, letters like digits alike."""
    bare = Func(F(column), Value("[^A-Z0-9]"), Value(""), Value("g"), function="regexp_replace")
    return Func(bare, *map(Value, LOOKS), function="translate", output_field=models.TextField())


class SerialRange(BaseModel):
    """Makers' numbers in a shipment, normalised; one number is never in two live shipments.

    A lot marks goods without numbers of their own: it may be shared out over shipments.
    """

    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="serials")
    maker = models.ForeignKey(
        "manufacturers.Manufacturer", on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField()
    is_lot = models.BooleanField(default=False)
    prefix = models.CharField(max_length=60)
    suffix = models.CharField(max_length=20, blank=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    width = models.PositiveSmallIntegerField(default=0)
    # What was typed, before look-alike letters were read as Latin ones.
    typed = models.CharField(max_length=120)
    released_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["position", "prefix", "first"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=0, last__gte=F("first")), name="serials_in_order"
            ),
            ExclusionConstraint(
                name="serial_shipped_once",
                expressions=[
                    ("maker", RangeOperators.EQUAL),
                    ("prefix", RangeOperators.EQUAL),
                    ("suffix", RangeOperators.EQUAL),
                    (
                        Func(
                            F("first"),
                            F("last"),
                            Value("[]"),
                            function="int8range",
                            output_field=BigIntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(released_at__isnull=True, is_lot=False),
            ),
        ]
        indexes = [
            models.Index(fields=["prefix", "first"], name="serial_by_number"),
            models.Index(look_of("prefix"), "first", name="serial_by_look"),
        ]

    def __str__(self) -> str:
        return self.shown

    @property
    def was_read_as_latin(self) -> bool:
        """Tell whether look-alike Cyrillic letters were typed in the number."""
        return serials.has_look_alikes(self.typed)

    @property
    def shown(self) -> str:
        """Return the range as people write it: S3-0225…0236."""
        if self.is_lot:
            return self.prefix
        start = f"{self.prefix}{self.first:0{self.width}d}{self.suffix}"
        return start if self.first == self.last else f"{start}…{self.last:0{self.width}d}"
