"""The sitting: who came, what lay on the table, who left the room, and the protocol of it."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from commission.models import triggers
from commission.models.seats import Mandate, Seat
from commission.models.triggers import never_deleted, stepping
from core.base.models import AppendOnly, BaseModel


class SittingKind(models.TextChoices):
    """How the commission was called together."""

    ORDINARY = "ordinary", _("Ordinary sitting")
    EXTRAORDINARY = "extraordinary", _("Extraordinary sitting")
    WRITTEN = "written", _("Written procedure")


class SittingState(models.TextChoices):
    """A sitting is convened once, opened once and closed once."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("In progress")
    CLOSED = "closed", _("Closed")


class ProtocolState(models.TextChoices):
    """The way of the protocol of a closed sitting. A new text goes round again."""

    DRAFT = "draft", _("Draft")
    CIRCULATED = "circulated", _("Circulated")
    APPROVED = "approved", _("Approved")
    SIGNED = "signed", _("Signed")


#: What is approved is not written anew: it is signed as it stands.
PROTOCOL_STEPS = {
    "": ("draft",),
    "draft": ("circulated",),
    "circulated": ("draft", "approved"),
    "approved": ("signed",),
}
SITTING_STEPS = {"planned": ("open",), "open": ("closed",)}


class Sitting(BaseModel):
    """One meeting of the commission, under the rules in force on its day.

    The number of the protocol is taken at the opening: a sitting that opened always ends in one.
    """

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=13, choices=SittingKind)
    reason = models.CharField(max_length=300, blank=True)
    held_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    state = models.CharField(max_length=7, choices=SittingState, default=SittingState.PLANNED)
    chair = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    secretary = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    rule_pack = models.ForeignKey(
        "commission.RulePack", on_delete=models.PROTECT, related_name="sittings"
    )
    convened_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    replies_until = models.DateTimeField(null=True, blank=True)
    protocol_state = models.CharField(max_length=10, choices=ProtocolState, blank=True)
    protocol_number = models.CharField(max_length=20, unique=True, null=True, blank=True)

    class Meta:
        ordering = ["-held_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="ordinary") | ~Q(reason=""), name="sitting_extraordinary_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="planned") | Q(opened_at__isnull=False), name="sitting_opened"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="sitting_closed"
            ),
            models.UniqueConstraint(
                F("state"),
                condition=Q(state="open") & ~Q(kind="written"),
                name="sitting_one_open",
            ),
            models.CheckConstraint(
                condition=Q(kind="written", replies_until__isnull=False)
                | ~Q(kind="written") & Q(replies_until__isnull=True),
                name="sitting_written_has_term",
            ),
        ]
        triggers = [
            never_deleted(),
            stepping("state", SITTING_STEPS, "sitting_steps"),
            stepping("protocol_state", PROTOCOL_STEPS, "protocol_steps"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_written(self) -> bool:
        """Tell whether the commission answers in writing instead of meeting."""
        return self.kind == SittingKind.WRITTEN


class _Presence(Func):
    function = "tstzrange"


class Attendance(BaseModel):
    """From when until when a mandate holder was in the room."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="attendances")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="attendances")
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["mandate__seat__number", "arrived_at"]
        constraints = [
            ExclusionConstraint(
                name="attendance_no_overlap",
                expressions=[
                    ("sitting", RangeOperators.EQUAL),
                    ("mandate", RangeOperators.EQUAL),
                    (_Presence("arrived_at", "left_at"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="attendance_times",
            ),
        ]
        triggers = [never_deleted()]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.mandate_id}"


class ItemState(models.TextChoices):
    """What became of an item of the agenda."""

    PENDING = "pending", _("Waiting")
    CONSIDERED = "considered", _("Considered")
    DEFERRED = "deferred", _("Deferred")
    WITHDRAWN = "withdrawn", _("Withdrawn by the applicant")


#: Back to waiting only when the vote behind the result was annulled by two people.
ITEM_STEPS = {
    "pending": ("considered", "deferred", "withdrawn"),
    "considered": ("pending",),
}


class AgendaItem(BaseModel):
    """A case on the agenda with its papers frozen: `papers` is canonical, the digest is of it."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    application = models.ForeignKey(
        "licensing.Application", on_delete=models.PROTECT, related_name="agenda_items"
    )
    revision = models.ForeignKey(
        "licensing.Revision", on_delete=models.PROTECT, related_name="agenda_items"
    )
    papers = models.TextField()
    papers_sha256 = models.CharField(max_length=64)
    rapporteur = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.PENDING)
    note = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    deferred_until = models.DateField(null=True, blank=True)
    deferred_to = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "position"], name="item_position"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state="pending"),
                name="item_case_on_one_agenda",
            ),
        ]
        triggers = [
            never_deleted(),
            stepping("state", ITEM_STEPS, "item_steps"),
            pgtrigger.Trigger(
                name="item_waits_again",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="considered", new__state="pending"),
                func=triggers.WAITS_AGAIN_AFTER_ANNULMENT,
            ),
            pgtrigger.ReadOnly(
                name="papers_frozen",
                fields=["sitting", "position", "application", "revision", "papers",
                        "papers_sha256"],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.sitting_id}/{self.position}"


class RecusalKind(models.TextChoices):
    """Personal: the alternate may act. Institutional: the whole seat leaves the item."""

    PERSONAL = "personal", _("Personal")
    INSTITUTIONAL = "institutional", _("Of the department")


class Recusal(AppendOnly, BaseModel):
    """A conflict of interest declared for one item. It cannot be taken back."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="recusals")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=13, choices=RecusalKind)
    ground = models.TextField()
    declared_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["seat__number", "declared_at"]
        constraints = [
            models.UniqueConstraint(fields=["item", "person"], name="recusal_once"),
            models.CheckConstraint(condition=Q(kind__in=RecusalKind.values), name="recusal_kind"),
            models.CheckConstraint(condition=~Q(ground=""), name="recusal_ground"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind}"
