"""A correction of a signed protocol: a new paper beside it, by the same two people."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from commission.models import triggers
from commission.models.protocols import Protocol
from commission.models.sittings import AgendaItem
from core.base.models import BaseModel

PROPOSAL = ("protocol", "item", "text", "reason", "proposed_by", "proposed_at")


class Addendum(BaseModel):
    """What is added to a sealed protocol and why; proposed by one of its signers to the other.

    The proposal is a signature. The other signs too, and only then it has a number, or declines
    and it stays on record without one (records.md A7).
    """

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="addenda")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="addenda"
    )
    text = models.TextField()
    reason = models.TextField()
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    is_signed = models.BooleanField(null=True)
    refusal = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    ordinal = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.CharField(max_length=24, null=True, blank=True, unique=True)
    record_text = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(reason=""), name="addendum_words"),
            models.UniqueConstraint(fields=["protocol", "ordinal"], name="addendum_ordinal"),
            models.UniqueConstraint(
                fields=["protocol"],
                condition=Q(answered_at__isnull=True),
                name="addendum_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(answered_by=F("proposed_by")), name="addendum_two_people"
            ),
            models.CheckConstraint(
                condition=Q(
                    is_signed__isnull=True,
                    answered_by__isnull=True,
                    answered_at__isnull=True,
                    number__isnull=True,
                    ordinal__isnull=True,
                    record_text="",
                )
                | Q(is_signed=True, answered_by__isnull=False, answered_at__isnull=False)
                & Q(ordinal__isnull=False, number__isnull=False, sha256__regex="^[0-9a-f]{64}$")
                | Q(is_signed=False, answered_by__isnull=False, answered_at__isnull=False)
                & Q(number__isnull=True, ordinal__isnull=True, record_text="")
                & ~Q(refusal=""),
                name="addendum_answered_in_full",
            ),
        ]
        triggers = [
            triggers.never_deleted(),
            pgtrigger.Trigger(
                name="addendum_by_its_people",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=triggers.CHAIR_AND_SECRETARY_ADD,
            ),
            pgtrigger.ReadOnly(name="addendum_proposal_stays", fields=list(PROPOSAL)),
            pgtrigger.Protect(
                name="addendum_answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.protocol_id}"
