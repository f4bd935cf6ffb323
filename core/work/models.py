"""One piece of long work: whose, what, how far, how it ended. Ids only, never content."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.base.models import BaseModel


class State(models.TextChoices):
    """Where a piece of work stands."""

    WAITING = "waiting", _("Waits for a worker")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = (State.WAITING, State.RUNNING)


class LongWork(BaseModel):
    """What a person asked for. ``args`` and ``subject`` hold identifiers only.

    ``done`` and ``total`` count whatever the work goes through (rows, files, parties); without a
    total nobody knows yet how much there is. ``seen_at`` is the worker's last sign of life.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="long_work"
    )
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, blank=True)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    result = models.CharField(max_length=300, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    # Type and place of the failure that ended it, for the administrators of the system.
    fault = models.CharField(max_length=300, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("long work")
        verbose_name_plural = _("long work")
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=["owner", "-created_at", "-id"], name="work_of_owner")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "subject"],
                condition=Q(state__in=OPEN) & ~Q(subject=""),
                name="work_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_at__isnull=True)
                | Q(~Q(state__in=OPEN), ended_at__isnull=False),
                name="work_ended_or_open",
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(done__lte=F("total")), name="work_done_in_total"
            ),
            # A path of this site and nothing else: "//host" would lead away.
            models.CheckConstraint(
                condition=Q(result="") | (Q(result__startswith="/") & ~Q(result__startswith="//")),
                name="work_result_is_local",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.done}"

    @property
    def is_open(self) -> bool:
        """Return whether it waits or runs."""
        return self.state in OPEN
