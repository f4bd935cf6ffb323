"""The event log and its tree: what happened, where it stands in the log, which heads were signed.

Everything here is written once. The leaf hash is computed by the database at insert, so raw SQL
cannot skip it; positions are given later by the one sequencer (``core.audit.ledger``), because a
shared chain at insert would make every business transaction wait for every other.
"""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.base.models import AppendOnly

HASH_AND_QUEUE = r"""
    NEW.leaf = sha256('\x00'::bytea || convert_to(NEW.body, 'UTF8'));
    INSERT INTO audit_pendingevent (event_id) VALUES (NEW.id);
    RETURN NEW;
"""


class Event(AppendOnly):
    """One business act. ``body`` is its canonical text; the other columns repeat it for search."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    number = models.CharField(max_length=40, blank=True)
    body = models.TextField()
    leaf = models.BinaryField(max_length=32, editable=False)

    class Meta(AppendOnly.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("id",)
        indexes = [models.Index(fields=["subject", "id"], name="event_subject")]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="hash_and_queue",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=HASH_AND_QUEUE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.number or self.subject}"


class PendingEvent(models.Model):
    """Queue of events without a log position, filled by the insert trigger of ``Event``.

    Numbers of rows are not the order of commits: a slow transaction may show event 5 after 9 was
    sequenced. A queue row becomes visible together with its event, so none is ever skipped.
    """

    event_id = models.BigIntegerField(primary_key=True)

    class Meta:
        verbose_name = _("event waiting for its place")
        verbose_name_plural = _("events waiting for their place")

    def __str__(self) -> str:
        return str(self.event_id)


class LogLeaf(AppendOnly):
    """Place of one event in the log: consecutive from 0, without gaps."""

    index = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="place")
    leaf = models.BinaryField(max_length=32)

    class Meta(AppendOnly.Meta):
        verbose_name = _("log position")
        verbose_name_plural = _("log positions")
        ordering = ("index",)
        constraints = [
            models.CheckConstraint(condition=models.Q(index__gte=0), name="leaf_index_natural"),
        ]

    def __str__(self) -> str:
        return str(self.index)


class Checkpoint(AppendOnly):
    """A signed tree head (C2SP tlog-checkpoint): what an auditor takes home and compares later."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    frontier = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(AppendOnly.Meta):
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ("size",)
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="checkpoint_not_empty"),
        ]

    def __str__(self) -> str:
        return str(self.size)


class WitnessReceipt(AppendOnly):
    """The signature of an outside body under one checkpoint, as it came back."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="receipts")
    witness = models.CharField(max_length=120)
    key = models.CharField(max_length=240)
    line = models.TextField()
    seen_at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(AppendOnly.Meta):
        verbose_name = _("receipt of a witness")
        verbose_name_plural = _("receipts of witnesses")
        ordering = ("checkpoint", "witness")
        constraints = [
            models.UniqueConstraint(
                fields=["checkpoint", "witness"], name="receipt_once_a_checkpoint"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.witness} {self.checkpoint_id}"
