"""What the records room itself keeps: published figures and drawn samples, as they were."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel


class Publication(BaseModel, AppendOnly):
    """The public figures of one year that is over.

    Once, for ever: a second edition would differ from the first by exactly what happened between
    them, and the difference of two harmless tables can be one firm.
    """

    year = models.PositiveSmallIntegerField(unique=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(AppendOnly.Meta):
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=2003), name="publication_year"),
        ]

    def __str__(self) -> str:
        return str(self.year)


class Strata(models.TextChoices):
    """By what a population is divided before a sample is drawn."""

    NONE = "", _("Not divided")
    OUTCOME = "outcome", _("By outcome")
    DESTINATION = "destination", _("By destination")
    KIND = "kind", _("By kind of application")
    OFFICER = "officer", _("By case officer")


class Sample(BaseModel, AppendOnly):
    """A sample of decision records with everything needed to draw it again."""

    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(max_length=200)
    filter = models.JSONField()
    strata = models.CharField(max_length=12, choices=Strata, blank=True)
    size = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    checkpoint_size = models.BigIntegerField()
    population = models.PositiveIntegerField()
    population_sha256 = models.CharField(max_length=64)
    numbers = ArrayField(models.CharField(max_length=16))

    class Meta(AppendOnly.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=1000), name="sample_size"),
            models.CheckConstraint(
                condition=Q(strata__in=Strata.values), name="sample_strata_listed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d} {self.size}/{self.population}"
