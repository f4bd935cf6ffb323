"""The licence and the acts on it. Its text never changes; its state does, act by act."""

import pgtrigger
from django.conf import settings
from django.db import models

from core.base.models import AppendOnly, BaseModel
from licensing import licence_life
from licensing.licence_life import Act, LicenceState
from licensing.models.amending_law import takes_its_place
from licensing.models.application import Application
from licensing.models.decision import Decision
from licensing.models.gate_law import issued_by_clean_checks


class Licence(BaseModel):
    """The permit issued by a decision; `record_text` is what the document says."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="licence")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="licences")
    manufacturer = models.ForeignKey(
        "manufacturers.Manufacturer", on_delete=models.PROTECT, related_name="licences"
    )
    number = models.CharField(max_length=16, unique=True)
    # The permit that this one takes the place of; `gate_law` says when that is lawful.
    amends = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="amended_by"
    )
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
            licence_life.trigger(),
            issued_by_clean_checks(),
            *takes_its_place(),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """Return the name under which events and documents file this licence."""
        return f"licence:{self.pk}"

    @property
    def successor(self) -> "Licence | None":
        """Return the permit that took the place of this one."""
        return getattr(self, "amended_by", None)


class LicenceAct(AppendOnly):
    """One act, with its ground, reasons, author and date of effect."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(max_length=12, choices=Act)
    ground = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    # The paper that the act rests on: a letter, an order, a court's ruling.
    document_ref = models.CharField(max_length=120, blank=True)
    # Empty for what the system sets on the day.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(act__in=Act.values), name="act_listed"),
            models.CheckConstraint(
                condition=models.Q(act__in=[Act.ISSUE, *licence_life.BY_SYSTEM])
                | ~models.Q(reason=""),
                name="act_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(act__in=licence_life.BY_SYSTEM, by__isnull=True)
                | ~models.Q(act__in=licence_life.BY_SYSTEM) & models.Q(by__isnull=False),
                name="act_has_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.licence_id}: {self.act}"
