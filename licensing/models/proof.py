"""The duty to prove that a shipment arrived: a dated row that new applications are judged by."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.base.models import BaseModel
from licensing.models.licence import Licence


class OwedProof(BaseModel):
    """Proof of the delivery of one shipment, open until certificates cover it (domain.md 2.5)."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="owed_proofs")
    shipment_no = models.CharField(max_length=16, unique=True)
    due_on = models.DateField()
    rule = models.CharField(max_length=300)
    met_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(F("due_on"), F("id"), condition=Q(met_at__isnull=True), name="proof_open")
        ]
        triggers = [
            pgtrigger.ReadOnly(name="terms_stay", exclude=["met_at"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.shipment_no}: {self.due_on}"

    @property
    def subject(self) -> str:
        """Return the name under which its deadline and events are kept."""
        return f"proof:{self.pk}"
