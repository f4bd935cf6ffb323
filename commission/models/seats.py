"""Seats vote, not people: one body, one seat, one vote; people act under a written mandate."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.models.triggers import never_deleted
from core.base.models import BaseModel
from core.reference.models import ClosedDateRange, dates_in_order, never_overlaps


class SeatKind(models.TextChoices):
    """Whether the seat has a vote or a voice only."""

    VOTING = "voting", _("Voting")
    ADVISORY = "advisory", _("Advisory")


class Seat(BaseModel):
    """The place of one department. `number` fixes its order everywhere."""

    number = models.PositiveSmallIntegerField(unique=True)
    department = models.ForeignKey(
        "reference.Department", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=8, choices=SeatKind, default=SeatKind.VOTING)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            dates_in_order("seat_dates"),
            never_overlaps("department", name="seat_one_a_department"),
            models.CheckConstraint(condition=Q(kind__in=SeatKind.values), name="seat_kind"),
        ]
        triggers = [never_deleted()]

    def __str__(self) -> str:
        return f"{self.number:02d}"


class MandateRole(models.TextChoices):
    """In what capacity a person holds a mandate."""

    PRINCIPAL = "principal", _("Member")
    ALTERNATE = "alternate", _("Alternate")


def _once(field: str, name: str, condition: Q) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=name,
        expressions=[(ClosedDateRange(), RangeOperators.OVERLAPS), (field, RangeOperators.EQUAL)],
        condition=condition,
    )


class Mandate(BaseModel):
    """A written instrument by which a person acts for a seat, from a day, until revoked."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=9, choices=MandateRole)
    instrument_number = models.CharField(max_length=40)
    instrument_date = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revocation_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["seat__number", "-role", "valid_from"]
        constraints = [
            dates_in_order("mandate_dates"),
            models.CheckConstraint(condition=Q(role__in=MandateRole.values), name="mandate_role"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="mandate_revocation_has_author",
            ),
            _once("seat", "mandate_one_principal", Q(role="principal", revoked_at__isnull=True)),
            _once("person", "mandate_one_seat_a_person", Q(revoked_at__isnull=True)),
        ]
        triggers = [never_deleted()]

    def __str__(self) -> str:
        return self.instrument_number
