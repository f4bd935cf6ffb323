"""Proof that goods arrived: the delivery verification certificate as an object (domain.md 2.5)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from tracking.models.shipments import Shipment


class Authenticity(models.TextChoices):
    """What is known of a certificate."""

    WAITS = "waits", _("Not checked yet")
    GENUINE = "genuine", _("Confirmed by the issuer")
    DOUBTFUL = "doubtful", _("Not genuine or not confirmed")


class Channel(models.TextChoices):
    """How the issuer was asked (domain.md 2.4: never by what the paper itself names)."""

    EMBASSY = "embassy", _("Note of the embassy")
    REGISTER = "register", _("Register of the issuing state")
    CALL_BACK = "call_back", _("Call to a number known before")
    LETTER = "letter", _("Letter of the issuing authority")


class DeliveryCertificate(BaseModel):
    """One certificate for one shipment; its text stays, the judgement is added once."""

    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="deliveries")
    number = models.CharField(max_length=80)
    issued_on = models.DateField()
    issuer = models.CharField(max_length=200)
    importer = models.CharField(max_length=200, blank=True)
    import_certificate_no = models.CharField(max_length=80, blank=True)
    transport_document = models.CharField(max_length=80, blank=True)
    customs_entry = models.CharField(max_length=80, blank=True)
    arrived_on = models.DateField()
    arrived_at = models.CharField(max_length=120)
    file = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=Authenticity, default=Authenticity.WAITS)
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    note = models.CharField(max_length=500, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            # A certificate proves one delivery: the same paper again is a mistake or a fraud.
            models.UniqueConstraint(fields=["issuer", "number"], name="delivery_certificate_once"),
            models.CheckConstraint(
                condition=Q(state=Authenticity.WAITS, judged_by__isnull=True)
                | Q(
                    state__in=[Authenticity.GENUINE, Authenticity.DOUBTFUL],
                    judged_by__isnull=False,
                    judged_at__isnull=False,
                ),
                name="delivery_judged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=F("entered_by")),
                name="delivery_four_eyes",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="text_stays", exclude=["state", "channel", "note", "judged_by", "judged_at"]
            ),
            pgtrigger.FSM(
                name="judged_once",
                field="state",
                transitions=[("waits", "genuine"), ("waits", "doubtful")],
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number


class DeliveredLine(AppendOnly):
    """How much of one line the certificate says arrived."""

    certificate = models.ForeignKey(
        DeliveryCertificate, on_delete=models.PROTECT, related_name="lines"
    )
    position = models.PositiveSmallIntegerField()
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    unit = models.CharField(max_length=12)

    class Meta(AppendOnly.Meta):
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "position"], name="delivered_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="delivered_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.quantity}"
