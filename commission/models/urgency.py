"""Which ready cases the commission is asked to hear before others, and why."""

from django.db import models
from django.db.models import Q

from core.base.models import AppendOnly, BaseModel


class Urgency(AppendOnly, BaseModel):
    """An officer's word that this revision of a case should not wait for its turn."""

    revision = models.OneToOneField(
        "licensing.Revision", on_delete=models.PROTECT, related_name="urgency"
    )
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="urgency_reason")]

    def __str__(self) -> str:
        return self.reason
