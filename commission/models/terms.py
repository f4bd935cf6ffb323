"""By when a condition is to be met: on a day, or so many days after the permit is issued."""

from django.db import models
from django.db.models import Q


class Dated(models.Model):
    """A condition with a term that can be counted; neither field for one without."""

    due_on = models.DateField(null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        abstract = True


def term_in_one_way(table: str) -> models.CheckConstraint:
    """Return the constraint that a day and a number of days never stand together."""
    return models.CheckConstraint(
        condition=Q(due_on__isnull=True) | Q(due_days__isnull=True), name=f"{table}_due_one_way"
    )
