"""A change of reference data: proposed by one person, answered by another, kept for ever."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.base.models import BaseModel


class ChangeKind(models.TextChoices):
    """What may be changed by two people."""

    DESTINATION = "destination", _("Policy on a country")
    TERM = "term", _("Term of examination")
    CALENDAR = "calendar", _("Days that differ from their weekday")
    REGIME = "regime", _("Legal regime of the calendar")
    GROUND = "ground", _("Refusal ground")
    FEE = "fee", _("Fee and lengths of a form")
    CHECKLIST = "checklist", _("Sections and papers of a form")
    CRITERION = "criterion", _("Words of a criterion")
    UNIT = "unit", _("Words of a unit")
    DEPARTMENT = "department", _("Names of a department")
    PAPER = "paper", _("Title of a paper")
    CONTROL_LIST = "control_list", _("Edition of the control list")


class ChangeState(models.TextChoices):
    """How far a change is. Only a proposal can become anything else."""

    PROPOSED = "proposed", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


_BY_ANOTHER = Q(state__in=[ChangeState.CONFIRMED, ChangeState.REJECTED]) & ~Q(
    answered_by=F("proposed_by")
)
_BY_ONESELF = Q(state=ChangeState.WITHDRAWN, answered_by=F("proposed_by"))


class ReferenceChange(BaseModel):
    """One proposal: what the rule about `key` shall say from a day on, and who answered it.

    `base` is the row that the proposer saw as the latest about the same thing; when another row
    has taken its place meanwhile, the proposal is stale and cannot be confirmed.
    """

    kind = models.CharField(max_length=12, choices=ChangeKind)
    key = models.CharField(max_length=60)
    payload = models.JSONField()
    effective_on = models.DateField()
    # Why the change reaches into the past; empty for one that does not.
    past_reason = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=300)
    base = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["kind", "key"], name="reference_change_of_rule")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ChangeKind.values), name="reference_change_kind"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="reference_change_source"),
            # Nobody confirms a change of their own (design, rule 3).
            models.CheckConstraint(
                condition=Q(
                    state=ChangeState.PROPOSED, answered_by__isnull=True, answered_at__isnull=True
                )
                | (
                    Q(answered_by__isnull=False, answered_at__isnull=False)
                    & (_BY_ANOTHER | _BY_ONESELF)
                ),
                name="reference_change_by_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.REJECTED) | ~Q(answer=""),
                name="reference_change_rejected_with_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep_answered", operation=pgtrigger.Update,
                              condition=pgtrigger.Q(old__state__df=ChangeState.PROPOSED.value)),
            pgtrigger.Protect(
                name="keep_proposal",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "kind", "key", "payload", "effective_on", "past_reason", "source", "base",
                    "proposed_by", "created_at",
                ),
            ),
            pgtrigger.Protect(name="keep_rows", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="begin_as_proposal",
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__state=ChangeState.PROPOSED.value),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.effective_on:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return self.state == ChangeState.PROPOSED
