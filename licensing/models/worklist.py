"""Filters of the worklist that a person keeps under a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.base.models import BaseModel


class SavedFilter(BaseModel):
    """One kept filter; `query` is the query string of its address and holds no names."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=300)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="saved_filter_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(query=""), name="saved_filter_full"),
        ]

    def __str__(self) -> str:
        return self.name
