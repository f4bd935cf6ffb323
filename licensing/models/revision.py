"""The frozen text: what was declared is what is kept."""

from django.conf import settings
from django.db import models

from core.base.models import AppendOnly, BaseModel
from licensing.models.application import Application


class Revision(BaseModel, AppendOnly):
    """The exact declared content as canonical JSON, with its digest and its signatory.

    Reviewers read this text, never the working rows, so nobody reads what nobody declared.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    declaration = models.TextField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="revision_number_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="revision_number_from_one"
            ),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="revision_digest_shape"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} r{self.number}"

    @property
    def subject(self) -> str:
        """Return the name under which signatures on this text are kept."""
        return f"revision:{self.pk}"
