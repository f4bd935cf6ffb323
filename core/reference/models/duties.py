"""Terms of what the holder of a permit owes after issue."""

from django.db import models
from django.db.models import Q

from core.reference.models.rows import Dated, dates_in_order, never_overlaps


class DutyTerm(Dated):
    """How many months after its event a duty of the holder falls due (domain.md 1.7)."""

    duty = models.SlugField(max_length=20, db_index=False)
    months = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["duty", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(months__lte=36), name="duty_term_months"),
            models.UniqueConstraint(fields=["duty", "valid_from"], name="duty_term_once"),
            dates_in_order("duty_term_dates"),
            never_overlaps("duty", name="duty_term_one_rule_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.duty}: {self.months}"
