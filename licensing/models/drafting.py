"""What belongs to writing only: who has the draft open, and answers that are not sent yet.

Nothing here is declared to anybody; rows come and go, and no officer reads them.
"""

from django.conf import settings
from django.db import models

from core.base.models import BaseModel
from licensing.models.application import Application
from licensing.models.requests import InformationRequest


class Presence(BaseModel):
    """A person of the company who had a page of the draft open at a moment."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    section = models.CharField(max_length=20)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "user"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.user_id} ({self.section})"


class AnswerDraft(BaseModel):
    """The text of an answer that the company still writes together."""

    request = models.OneToOneField(
        InformationRequest, on_delete=models.CASCADE, related_name="draft"
    )
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request_id}: {self.version}"
