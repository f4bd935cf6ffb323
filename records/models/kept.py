"""Published figures, drawn samples and ordered packages, as they were."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.base.models import AppendOnly, BaseModel
from records.redaction import Ground


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


class Package(BaseModel):
    """An evidence package: what was ordered by whom, and the file that came of it."""

    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    filter = models.JSONField()
    purpose = models.CharField(max_length=200)
    withheld = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    work = models.ForeignKey("work.LongWork", on_delete=models.PROTECT, null=True, related_name="+")
    decisions = models.PositiveIntegerField(null=True)
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, sha256="")
                | Q(made_at__isnull=False, sha256__regex=r"^[0-9a-f]{64}$", size__gt=0),
                name="package_whole_or_not_made",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="package_order_is_fixed",
                fields=["ordered_by", "filter", "purpose", "withheld"],
            ),
            pgtrigger.Protect(
                name="package_file_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__made_at__isnull=False),
            ),
            pgtrigger.Protect(name="package_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name of its folder: the day and the beginning of its identifier."""
        return f"dozvil-{clock.kyiv_date(self.created_at).isoformat()}-{str(self.pk)[:8]}"

    @property
    def subject(self) -> str:
        """Return the name under which events file it."""
        return f"package:{self.pk}"

    @property
    def is_ready(self) -> bool:
        """Tell whether it was built."""
        return self.made_at is not None

    @property
    def grounds(self) -> list[str]:
        """Return the grounds on which parts are withheld, in words."""
        return [str(Ground(code).label) for code in self.withheld]
