"""The licence and the acts on it. Its text never changes; its state does, act by act."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from licensing.models.application import Application
from licensing.models.decision import Decision


class LicenceState(models.TextChoices):
    """The state of a licence; `expired` is computed from the date, not stored."""

    VALID = "valid", _("Valid")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    SURRENDERED = "surrendered", _("Surrendered")
    EXHAUSTED = "exhausted", _("Exhausted")


STATE_STEPS: tuple[tuple[LicenceState, LicenceState], ...] = (
    (LicenceState.VALID, LicenceState.SUSPENDED),
    (LicenceState.SUSPENDED, LicenceState.VALID),
    (LicenceState.VALID, LicenceState.REVOKED),
    (LicenceState.SUSPENDED, LicenceState.REVOKED),
    (LicenceState.VALID, LicenceState.SURRENDERED),
    (LicenceState.VALID, LicenceState.EXHAUSTED),
)


class Licence(BaseModel):
    """The permit issued by a decision; `record_text` is what the document says."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="licence")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="licences")
    manufacturer = models.ForeignKey(
        "manufacturers.Manufacturer", on_delete=models.PROTECT, related_name="licences"
    )
    number = models.CharField(max_length=16, unique=True)
    record_text = models.TextField()
    record_sha256 = models.CharField(max_length=64, unique=True)
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    state = models.CharField(max_length=12, choices=LicenceState, default=LicenceState.VALID)
    state_since = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=LicenceState.values), name="licence_state_listed"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")),
                name="licence_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["-issued_on", "id"], name="licence_by_issue"),
            models.Index(fields=["manufacturer", "state"], name="licence_of_company"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="text_is_final", exclude=["state", "state_since"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.FSM(
                name="state_steps",
                field="state",
                transitions=[(str(a), str(b)) for a, b in STATE_STEPS],
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """Return the name under which events and documents file this licence."""
        return f"licence:{self.pk}"


class Act(models.TextChoices):
    """An act of the authority on a licence."""

    ISSUE = "issue", _("Issued")
    SUSPEND = "suspend", _("Suspended")
    REINSTATE = "reinstate", _("Reinstated")
    REVOKE = "revoke", _("Revoked")


class LicenceAct(AppendOnly):
    """One act, with its ground, reasons, author and date of effect."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(max_length=12, choices=Act)
    ground = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(act__in=Act.values), name="act_listed"),
            models.CheckConstraint(
                condition=models.Q(act=Act.ISSUE) | ~models.Q(reason=""),
                name="act_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.licence_id}: {self.act}"
