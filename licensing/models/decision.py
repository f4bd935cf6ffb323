"""The legal act of the authority: the decision, its lines, and the refusal notice."""

import secrets

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from licensing.models.application import Application


class LineOutcome(models.TextChoices):
    """What the authority decides on one line."""

    APPROVED = "approved", _("Approved")
    CAPPED = "capped", _("Partly approved")
    REFUSED = "refused", _("Refused")


class DecisionOutcome(models.TextChoices):
    """The decision as a whole, computed from its lines."""

    ISSUED = "issued", _("Permit issued")
    PARTLY = "partly", _("Partly approved")
    REFUSED = "refused", _("Refused")


#: Four eyes in the database (design, rule 3): whoever prepared the case cannot decide it.
FOUR_EYES = """
    IF EXISTS (
        SELECT 1 FROM licensing_application a
        WHERE a.id = NEW.application_id
          AND NEW.decided_by_id IN (a.officer_id, a.prepared_by_id)
    ) OR EXISTS (
        SELECT 1 FROM licensing_preparer p
        WHERE p.application_id = NEW.application_id AND p.user_id = NEW.decided_by_id
    ) THEN
        RAISE EXCEPTION 'the person who prepared a case does not decide it'
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""


def fresh_salt() -> bytes:
    """Return the secret of a new record: 256 random bits."""
    return secrets.token_bytes(32)


class Decision(BaseModel, AppendOnly):
    """The decision record: everything that led to the act, as one canonical JSON text."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    revision = models.ForeignKey(
        "licensing.Revision", on_delete=models.PROTECT, related_name="decisions"
    )
    commission_outcome = models.ForeignKey(
        "licensing.CommissionOutcome", on_delete=models.PROTECT, related_name="decisions"
    )
    round = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(max_length=16, unique=True)
    outcome = models.CharField(max_length=12, choices=DecisionOutcome)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    # From it come the salts of the parts (core.audit.commitments); it never leaves the house.
    salt = models.BinaryField(max_length=32, default=fresh_salt, editable=False)

    class Meta(AppendOnly.Meta):
        ordering = ["decided_at"]
        constraints = [
            models.UniqueConstraint(fields=["application", "round"], name="decision_once_a_round"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=DecisionOutcome.values),
                name="decision_outcome_listed",
            ),
        ]
        indexes = [models.Index(fields=["decided_at", "id"], name="decision_by_time")]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="four_eyes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=FOUR_EYES,
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DecisionLine(AppendOnly):
    """The decision on one line, under the number the line has in the application."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=LineOutcome)
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    unit = models.CharField(max_length=12)
    value = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)
    control_code = models.CharField(max_length=20)
    cap_uk = models.CharField(max_length=200, blank=True)
    cap_en = models.CharField(max_length=200, blank=True)
    grounds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    criteria = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    reason_uk = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)

    class Meta(AppendOnly.Meta):
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "position"], name="decision_line_once"),
            models.CheckConstraint(
                condition=(
                    models.Q(outcome=LineOutcome.REFUSED, quantity=0, value=0)
                    & ~models.Q(grounds=[])
                )
                | models.Q(
                    outcome__in=[LineOutcome.APPROVED, LineOutcome.CAPPED],
                    quantity__gt=0,
                    value__gt=0,
                ),
                name="decision_line_amounts_fit_outcome",
            ),
        ]
        indexes = [models.Index(fields=["control_code", "-id"], name="decision_line_by_code")]

    def __str__(self) -> str:
        return f"{self.position}: {self.outcome}"


class Refusal(BaseModel, AppendOnly):
    """The notice of refusal for the refused lines."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="refusal")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="refusals")
    number = models.CharField(max_length=16, unique=True)
    record_text = models.TextField()
    record_sha256 = models.CharField(max_length=64, unique=True)
    issued_on = models.DateField()

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """Return the name under which events and documents file this refusal."""
        return f"refusal:{self.pk}"
