"""Kept runs of the checks, what was seen when, and what officers noted on them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from licensing.models.application import Application
from licensing.models.gate_law import says_what_it_found


class CheckRun(BaseModel, AppendOnly):
    """One run of all checks over one revision; `text` is the canonical JSON of the results."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="check_runs"
    )
    revision = models.ForeignKey(
        "licensing.Revision", on_delete=models.PROTECT, related_name="check_runs"
    )
    gate = models.CharField(max_length=20)
    at = models.DateTimeField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    blocks = models.PositiveSmallIntegerField()
    attentions = models.PositiveSmallIntegerField()
    clears = models.PositiveSmallIntegerField()
    # A bar was found that no vote overrides (design, rule 4).
    barred = models.BooleanField(default=False)
    # What each finding that asks for attention is called in a note (`licensing.checks.notes`).
    findings = ArrayField(models.CharField(max_length=64), default=list)

    class Meta(AppendOnly.Meta):
        ordering = ["-at"]
        triggers = [*AppendOnly.Meta.triggers, says_what_it_found()]

    def __str__(self) -> str:
        return f"{self.application_id} {self.gate} {self.at:%Y-%m-%d}"


class NoteReason(models.TextChoices):
    """Why a case goes on although a check asked for attention."""

    VERIFIED = "verified", _("Verified in another source")
    EXPLAINED = "explained", _("Explained by the applicant")
    NOT_CONCERNED = "not_concerned", _("Does not concern these goods or parties")
    ACCEPTED = "accepted", _("Remains, the commission is to weigh it")
    OTHER = "other", _("Other, as described")


class CheckNote(BaseModel, AppendOnly):
    """An officer's note on a check that asked for attention, bound to what the check found.

    `digest` names the finding on one revision (`licensing.checks.notes`): another finding, or
    another text of the application, needs another note. A better note is a new row.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="check_notes"
    )
    check_run = models.ForeignKey(CheckRun, on_delete=models.PROTECT, related_name="notes")
    code = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=16, choices=NoteReason)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=NoteReason.values), name="check_note_reason_listed"
            ),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="check_note_has_words"),
        ]
        indexes = [models.Index(fields=["application", "digest"], name="check_note_of_finding")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.code} {self.at:%Y-%m-%d}"


class DataMark(models.Model):
    """How far the log was read for changes of what the checks look at; one row."""

    # The position of the last event read (`core.audit.models.LogLeaf`).
    read_to = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="data_mark_one_row")]

    def __str__(self) -> str:
        return str(self.read_to)
