"""The commission's collegial act as it reached the case. The legal act is `Decision`."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from licensing.models.application import Application


class OutcomeKind(models.TextChoices):
    """What the commission advises."""

    RECOMMEND = "recommend", _("Recommends the permit")
    RECOMMEND_PARTLY = "recommend_partly", _("Recommends it in part or with conditions")
    REFUSE = "refuse", _("Recommends refusal")


class CommissionOutcome(BaseModel, AppendOnly):
    """The recorded outcome; `text` is the whole deliberation as canonical JSON.

    A second `attempt` follows a vote that was annulled; the last one is what `decide` cites.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="outcomes")
    revision = models.ForeignKey(
        "licensing.Revision", on_delete=models.PROTECT, related_name="outcomes"
    )
    round = models.PositiveSmallIntegerField(default=1)
    attempt = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=20, choices=OutcomeKind)
    protocol_ref = models.CharField(max_length=40)
    item = models.PositiveSmallIntegerField(default=1)
    held_on = models.DateField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "round", "attempt"], name="outcome_once_a_round"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=OutcomeKind.values), name="outcome_listed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.outcome}"
