"""What officials write to one another on a case, and what officers found by criterion."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from licensing.models.application import Application


class CaseNote(BaseModel, AppendOnly):
    """A note on a case, for officials only. A correction is another note."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="case_note_has_words"),
        ]
        indexes = [models.Index(fields=["application", "-at", "-id"], name="case_note_latest")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.at:%Y-%m-%d}"


class Mention(AppendOnly):
    """A person who is to read a note."""

    note = models.ForeignKey(CaseNote, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["note", "person"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.note_id}: {self.person_id}"


class CriterionRisk(models.TextChoices):
    """What an officer found under one criterion."""

    CLEAR = "clear", _("No risk found")
    ATTENTION = "attention", _("Attention")
    BLOCK = "block", _("Speaks against")


class CriterionFinding(BaseModel, AppendOnly):
    """An officer's finding under one criterion of Common Position 2008/944/CFSP.

    It speaks of one revision and says what it rests on. A better one is a new row; the last one
    on the declared revision holds.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="criterion_findings"
    )
    revision = models.ForeignKey(
        "licensing.Revision", on_delete=models.PROTECT, related_name="criterion_findings"
    )
    criterion = models.ForeignKey("reference.Criterion", on_delete=models.PROTECT, related_name="+")
    risk = models.CharField(max_length=12, choices=CriterionRisk)
    reason = models.TextField()
    evidence = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(risk__in=CriterionRisk.values), name="criterion_finding_risk_listed"
            ),
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S", evidence__regex=r"\S"),
                name="criterion_finding_has_reason_and_evidence",
            ),
        ]
        indexes = [
            models.Index(fields=["revision", "criterion"], name="criterion_finding_of_text"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.criterion_id} {self.risk}"
