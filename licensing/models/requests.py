"""Questions to the applicant, the conversation on each, and the pauses they cause."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from licensing.models.application import Application


class Side(models.TextChoices):
    """Who speaks in a conversation."""

    AUTHORITY = "authority", _("Authority")
    COMPANY = "company", _("Company")


class InformationRequest(BaseModel):
    """One question; it stops the clock until the company declares its answer complete."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="requests")
    number = models.PositiveSmallIntegerField()
    question = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    complete_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="request_number_once"),
            models.CheckConstraint(
                condition=models.Q(complete_at__isnull=True)
                | models.Q(complete_at__gte=models.F("asked_at")),
                name="request_answered_after_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.question[:60]}"


class RequestMessage(BaseModel, AppendOnly):
    """One contribution to the conversation on a question."""

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="messages"
    )
    side = models.CharField(max_length=12, choices=Side)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta(AppendOnly.Meta):
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:60]


class RequestFile(AppendOnly):
    """A file sent with a message."""

    message = models.ForeignKey(RequestMessage, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return str(self.file_id)


class Pause(BaseModel):
    """Days that do not count, from the question to the complete answer, with the reason."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="pauses")
    request = models.OneToOneField(
        InformationRequest, on_delete=models.PROTECT, related_name="pause"
    )
    reason = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="pause_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on or '…'}"
