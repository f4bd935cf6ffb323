"""What the records room itself keeps: figures that were published, as they were published."""

from django.conf import settings
from django.db import models
from django.db.models import Q

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
