"""Kept runs of the checks: what was seen, when, at which gate, on which revision."""

from django.db import models

from core.base.models import AppendOnly, BaseModel
from licensing.models.application import Application


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

    class Meta(AppendOnly.Meta):
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.gate} {self.at:%Y-%m-%d}"
