"""Addresses of companies' programs, and what was told to them: data and constraints only."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.base.models import BaseModel


class Webhook(BaseModel):
    """An address at which a program of a company listens.

    Its secret is not kept: it is derived from the key of the house, this row and `generation`
    (`signing.secret_of`), so a copy of the database forges nothing.
    """

    company = models.ForeignKey(
        "manufacturers.Manufacturer", on_delete=models.PROTECT, related_name="+"
    )
    address = models.CharField(max_length=300)
    generation = models.PositiveSmallIntegerField(default=1)
    # Who set it or last switched it on: she is told when it is switched off.
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    failing_since = models.DateTimeField(null=True, editable=False)
    off_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        ordering = ("created_at", "id")
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "address"],
                condition=Q(ended_at__isnull=True),
                name="webhook_address_once",
            ),
            models.CheckConstraint(
                condition=Q(address__startswith="https://"), name="webhook_by_tls"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="webhook_ended_by_somebody",
            ),
        ]
        triggers = [
            # Another address is another webhook, with a secret of its own.
            pgtrigger.ReadOnly(name="keep_address", fields=["company", "address"]),
            pgtrigger.Protect(
                name="keep_ended_webhook",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def subject(self) -> str:
        """Return the name under which its events are filed."""
        return f"webhook:{self.pk}"


class Problem(models.TextChoices):
    """Why a delivery did not succeed, as far as it can be seen from here."""

    NAME = "name", _("The name of the server is not known")
    INNER = "inner", _("The name leads into a private network")
    TLS = "tls", _("The certificate of the server is not valid")
    SILENT = "silent", _("The server does not answer in time")
    REFUSED = "refused", _("The server answered with an error")


class Delivery(BaseModel):
    """One fact for one address: open until it was delivered or given up."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    # The same for every attempt: a receiver knows a repeated fact by it.
    event = models.UUIDField()
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=40, blank=True)
    link = models.CharField(max_length=300)
    happened_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=10, choices=Problem, blank=True)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("delivery to a webhook")
        verbose_name_plural = _("deliveries to webhooks")
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(next_at__isnull=False), name="delivery_due"
            ),
            models.Index(fields=["webhook", "-created_at", "-id"], name="delivery_log"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(next_at__isnull=False, delivered_at=None, given_up_at=None)
                | Q(next_at__isnull=True, delivered_at__isnull=False, given_up_at=None)
                | Q(next_at__isnull=True, delivered_at=None, given_up_at__isnull=False),
                name="delivery_in_one_state",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at=None) | Q(delivered_at__gte=F("created_at")),
                name="delivery_after_its_fact",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="keep_fact",
                fields=["webhook", "event", "kind", "number", "link", "happened_at"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
