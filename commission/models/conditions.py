"""The first reading of conditions: what is to change, and what the owner says to it."""

import pgtrigger
from django.db import models
from django.db.models import Q

from commission.models import triggers
from commission.models.opinions import Condition
from commission.models.sittings import AgendaItem
from commission.models.terms import Dated, term_in_one_way
from core.base.models import BaseModel


class ConditionChange(Dated, BaseModel):
    """Another text for a condition, or none; the department that set it agrees or not.

    Until the owner has answered no vote can be opened on the item (records.md A4, rule 9).
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="changes")
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="changes")
    is_dropped = models.BooleanField(default=False)
    text_uk = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    term_uk = models.CharField(max_length=120, blank=True)
    term_en = models.CharField(max_length=120, blank=True)
    reason = models.TextField()
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    is_agreed = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "condition"],
                condition=Q(answered_at__isnull=True),
                name="condition_change_one_open",
            ),
            models.CheckConstraint(
                condition=Q(is_dropped=True) | ~Q(text_uk=""), name="condition_change_text"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="condition_change_reason"),
            term_in_one_way("condition_change"),
            models.CheckConstraint(
                condition=Q(
                    is_agreed__isnull=True, answered_by__isnull=True, answered_at__isnull=True
                )
                | Q(is_agreed__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
                name="condition_change_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(is_agreed=False) | ~Q(answer=""), name="condition_change_refusal"
            ),
        ]
        triggers = [
            triggers.never_deleted(),
            pgtrigger.ReadOnly(
                name="condition_change_stays",
                fields=["item", "condition", "is_dropped", "text_uk", "text_en", "term_uk",
                        "term_en", "due_on", "due_days", "reason", "proposed_by", "proposed_at"],
            ),
            pgtrigger.Protect(
                name="condition_change_answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.condition_id} {self.is_agreed}"
