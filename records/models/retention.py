"""What may not be thrown away, and what was: holds, acts of disposal, files without their bytes.

Every row here is written once. The database itself refuses to dispose of a file under a hold, of
an open case, without the confirmation of a second person, or before the term is over.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from records.retention.rules import RetentionClass

#: Both sides take this lock, so a hold and a disposal of one case come one after the other.
_AFTER_THE_OTHER = """
    PERFORM 1 FROM licensing_application WHERE id = NEW.application_id FOR UPDATE;
    RETURN NEW;
"""
_MAY_BE_DISPOSED = """
    PERFORM 1 FROM licensing_application WHERE id = NEW.application_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM records_hold hold
               LEFT JOIN records_holdlift lift ON lift.hold_id = hold.id
               WHERE hold.application_id = NEW.application_id AND lift.id IS NULL) THEN
        RAISE EXCEPTION 'the case is under a hold' USING ERRCODE = '23514';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM records_disposalverdict
                   WHERE act_id = NEW.act_id AND confirmed) THEN
        RAISE EXCEPTION 'nobody confirmed the act of disposal' USING ERRCODE = '23514';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM licensing_application
                   WHERE id = NEW.application_id
                     AND status IN ('decided', 'withdrawn', 'lapsed')) THEN
        RAISE EXCEPTION 'the case is open' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""
_BY_ANOTHER = """
    IF EXISTS (SELECT 1 FROM records_disposalact
               WHERE id = NEW.act_id AND proposed_by_id = NEW.by_id) THEN
        RAISE EXCEPTION 'who proposes a disposal does not judge it' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""


class HoldOffice(models.TextChoices):
    """In which office a hold was placed; the same office lifts it."""

    AUDIT = "audit", _("Audit")
    AUTHORITY = "authority", _("Head of licensing")


class Hold(BaseModel, AppendOnly):
    """Somebody needs the files of a case: nothing of it may be disposed of until it is lifted."""

    application = models.ForeignKey(
        "licensing.Application", on_delete=models.PROTECT, related_name="holds"
    )
    office = models.CharField(max_length=10, choices=HoldOffice)
    basis = models.CharField(max_length=200)
    reason = models.TextField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(AppendOnly.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(basis="") & ~Q(reason=""), name="hold_has_reason"),
            models.CheckConstraint(condition=Q(office__in=HoldOffice.values), name="hold_office"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="waits_for_disposals",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_AFTER_THE_OTHER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.basis}"

    @property
    def is_open(self) -> bool:
        """Tell whether it still stands."""
        return not hasattr(self, "lift")


class HoldLift(BaseModel, AppendOnly):
    """The end of a hold: who lifted it and why."""

    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="lift")
    reason = models.TextField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_lift_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.hold_id}"


class DisposalAct(BaseModel, AppendOnly):
    """A proposal to dispose of files whose term is over: the list is part of its kept text."""

    number = models.CharField(max_length=16, unique=True)
    reason = models.TextField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(AppendOnly.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="disposal_act_digest"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="disposal_act_has_reason"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """Return the name under which events file it."""
        return f"disposal:{self.pk}"

    @property
    def state(self) -> str:
        """Return `proposed`, `confirmed` or `rejected`."""
        verdict = getattr(self, "verdict", None)
        if verdict is None:
            return "proposed"
        return "confirmed" if verdict.confirmed else "rejected"

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        words = {
            "proposed": _("Waits for confirmation"),
            "confirmed": _("Confirmed"),
            "rejected": _("Rejected"),
        }
        return str(words[self.state])


class DisposalVerdict(BaseModel, AppendOnly):
    """What the second person said to an act of disposal."""

    act = models.OneToOneField(DisposalAct, on_delete=models.PROTECT, related_name="verdict")
    confirmed = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed=True) | ~Q(reason=""), name="disposal_rejected_for_a_reason"
            ),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="by_another_person",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_BY_ANOTHER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act_id} {self.confirmed}"


class Disposed(BaseModel, AppendOnly):
    """One file whose content was given up: its row, name and digest stay for ever."""

    act = models.ForeignKey(DisposalAct, on_delete=models.PROTECT, related_name="disposed")
    application = models.ForeignKey(
        "licensing.Application", on_delete=models.PROTECT, related_name="disposed"
    )
    file = models.OneToOneField(
        "documents.StoredFile", on_delete=models.PROTECT, related_name="disposed"
    )
    sha256 = models.CharField(max_length=64)
    retention = models.CharField(max_length=12, choices=RetentionClass)
    due_on = models.DateField()
    disposed_on = models.DateField()

    class Meta(AppendOnly.Meta):
        ordering = ["act", "sha256"]
        constraints = [
            models.CheckConstraint(
                condition=Q(disposed_on__gte=F("due_on")), name="disposed_after_the_term"
            ),
            models.CheckConstraint(
                condition=Q(retention__in=RetentionClass.values), name="disposed_class_listed"
            ),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="may_be_disposed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_MAY_BE_DISPOSED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256}"
