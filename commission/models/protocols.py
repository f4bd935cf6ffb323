"""What was said and how it became a signed protocol with an extract for each case."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.models import triggers
from commission.models.sittings import AgendaItem, Sitting
from core.base.models import AppendOnly, BaseModel


class Statement(AppendOnly, BaseModel):
    """What somebody said on an item, for the protocol. A correction replaces it by a new row.

    An empty text takes the replaced statement out.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="statements")
    speaker = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["recorded_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(speaker=""), name="statement_speaker"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(replaces__isnull=False), name="statement_text"
            ),
        ]

    def __str__(self) -> str:
        return self.speaker


class ProtocolVersion(AppendOnly, BaseModel):
    """The protocol as generated from the rows at one moment; the last one counts."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    record_text = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "number"], name="protocol_version_number"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            triggers.before_insert("protocol_open_to_change", triggers.PROTOCOL_STILL_DRAFTED),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.number}"


class ProtocolComment(AppendOnly, BaseModel):
    """What a reader of a circulated version wants changed, or not."""

    version = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="protocol_comment_text")]

    def __str__(self) -> str:
        return self.text


class Office(models.TextChoices):
    """In what capacity a protocol is signed."""

    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")


class ProtocolSignature(AppendOnly, BaseModel):
    """The signature of chair or secretary under the approved version."""

    version = models.ForeignKey(
        ProtocolVersion, on_delete=models.PROTECT, related_name="signatures"
    )
    office = models.CharField(max_length=9, choices=Office)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["office"]
        constraints = [
            models.UniqueConstraint(fields=["version", "office"], name="protocol_signed_once"),
            models.CheckConstraint(condition=Q(office__in=Office.values), name="protocol_office"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            triggers.before_insert("protocol_signed_by_its_people", triggers.SIGNS_THE_APPROVED),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.office}"


class Protocol(AppendOnly, BaseModel):
    """The record of a closed sitting, exactly as signed, printed and sealed."""

    sitting = models.OneToOneField(Sitting, on_delete=models.PROTECT, related_name="protocol")
    number = models.CharField(max_length=20, unique=True)
    record_text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta(AppendOnly.Meta):
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="protocol_has_two_signatures",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=triggers.BOTH_HAVE_SIGNED,
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """Return the name under which signatures on this text are kept."""
        return f"protocol:{self.pk}"


class Extract(AppendOnly, BaseModel):
    """One item of a signed protocol, for the file of its case: nothing of the other items."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="extracts")
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="extract")
    number = models.CharField(max_length=24, unique=True)
    record_text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta(AppendOnly.Meta):
        ordering = ["item__position"]

    def __str__(self) -> str:
        return self.number
