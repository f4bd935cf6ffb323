"""Outbox, messages, deadlines, reminders and the demo's caught mail: data and constraints only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.base.models import AppendOnly, BaseModel


class Outbox(BaseModel):
    """A side effect promised in a business transaction: which task, with which ids.

    ``args`` holds identifiers only; the task reads what it needs when it runs.
    """

    task = models.CharField(max_length=120)
    args = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=200, unique=True)
    available_at = models.DateTimeField(default=clock.now)
    nudged_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("promised side effect")
        verbose_name_plural = _("promised side effects")
        indexes = [
            models.Index(
                fields=["available_at"], condition=Q(done_at__isnull=True), name="outbox_open"
            )
        ]

    def __str__(self) -> str:
        return self.dedupe_key


class Message(BaseModel):
    """One notice to one person. Words are made at reading time, in the reader's language."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages"
    )
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=300)
    dedupe_key = models.CharField(max_length=240, unique=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="message_inbox"),
            models.Index(
                fields=["recipient"], condition=Q(read_at__isnull=True), name="message_unread"
            ),
        ]
        constraints = [
            # A path of this site and nothing else: "//host" would lead away.
            models.CheckConstraint(
                condition=Q(link__startswith="/") & ~Q(link__startswith="//"),
                name="message_link_is_local",
            )
        ]

    def __str__(self) -> str:
        return self.dedupe_key


class Deadline(BaseModel):
    """Who owes what by when, why, on which object. Open while neither met nor cancelled."""

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    number = models.CharField(max_length=40, blank=True)
    link = models.CharField(max_length=300)
    recipients = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="deadlines", blank=True
    )
    # Who is told when it is overdue, or when nobody who owes it is left.
    overseers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="overseen_deadlines", blank=True
    )
    due_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    scheduled_at = models.DateTimeField(default=clock.now, editable=False)
    met_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ("due_on", "id")
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(met_at__isnull=True, cancelled_at__isnull=True),
                name="deadline_open_due",
            ),
            models.Index(fields=["subject"], name="deadline_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(met_at__isnull=True, cancelled_at__isnull=True),
                name="deadline_open_once",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="deadline_met_or_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} {self.due_on}"


class Reminder(AppendOnly, BaseModel):
    """Proof that one person was reminded of one deadline on one occasion.

    The due date is part of the key: a deadline that moved is announced again.
    """

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    occasion = models.SmallIntegerField()  # days after the due date; negative is before

    class Meta(AppendOnly.Meta):
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "person", "due_on", "occasion"], name="reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.occasion:+d}"


class Pace(models.TextChoices):
    """How soon a notice is mailed; the inbox has it at once."""

    AT_ONCE = "at_once", _("Each notice at once")
    DAILY = "daily", _("Once a day, at eight in the morning")


class MailChoice(BaseModel):
    """How a person wants to be mailed, and whether her address refused for good."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_choice"
    )
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.AT_ONCE)
    digest_on = models.DateField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_address = models.EmailField(blank=True)

    class Meta:
        verbose_name = _("choice of mail")
        verbose_name_plural = _("choices of mail")

    def __str__(self) -> str:
        return f"{self.person_id} {self.pace}"


class CalendarFeed(BaseModel):
    """The secret address of a person's calendar: only the digest of its token is kept."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return str(self.person_id)


class SentMail(BaseModel):
    """A message the demo would have mailed, kept where a page shows it."""

    message_id = models.CharField(max_length=200, unique=True)
    recipients = models.CharField(max_length=500)
    subject = models.CharField(max_length=300)
    text = models.TextField()

    class Meta:
        verbose_name = _("caught mail")
        verbose_name_plural = _("caught mail")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.subject


class Heartbeat(models.Model):
    """When a beat task last ran in a worker: proof that beat, broker and worker live."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
