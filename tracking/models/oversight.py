"""Checks where goods are used, and requests to pass goods on (domain.md 5)."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from licensing.lifecycle import Status
from licensing.models.decision import DecisionOutcome

#: What a protocol says; it stays once the check is done.
PROTOCOL = ("done_on", "result", "protocol", "done_by", "follow_up", "follow_up_on")


def _changes(*fields: str) -> pgtrigger.Q:
    """Return the condition that an update changes one of the fields."""
    found = pgtrigger.Q()
    for field in fields:
        found |= pgtrigger.Q(**{f"old__{field}__df": pgtrigger.F(f"new__{field}")})
    return found


class CheckState(models.TextChoices):
    """Where a check stands."""

    PLANNED = "planned", _("Planned")
    DONE = "done", _("Done")


class CheckResult(models.TextChoices):
    """What a check found on the whole."""

    FAVOURABLE = "favourable", _("Favourable")
    UNFAVOURABLE = "unfavourable", _("Unfavourable")
    UNCLEAR = "unclear", _("Without result")


class EndUseCheck(BaseModel):
    """A check on site: planned for reasons of risk, done with a protocol, perhaps followed up."""

    licence = models.ForeignKey(
        "licensing.Licence", on_delete=models.PROTECT, related_name="end_use_checks"
    )
    reasons = ArrayField(models.CharField(max_length=30), default=list)
    planned_on = models.DateField()
    place = models.CharField(max_length=200)
    team = models.CharField(max_length=200)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=CheckState, default=CheckState.PLANNED)
    done_on = models.DateField(null=True, editable=False)
    result = models.CharField(max_length=12, choices=CheckResult, blank=True)
    protocol = models.TextField(blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    follow_up = models.TextField(blank=True)
    follow_up_on = models.DateField(null=True)
    followed_up = models.TextField(blank=True)
    followed_up_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-planned_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CheckState.PLANNED, result="")
                | Q(
                    state=CheckState.DONE,
                    result__in=CheckResult.values,
                    done_on__isnull=False,
                    done_by__isnull=False,
                )
                & ~Q(protocol=""),
                name="check_done_with_protocol",
            ),
            models.CheckConstraint(
                condition=Q(follow_up="", follow_up_on__isnull=True)
                | ~Q(follow_up="") & Q(follow_up_on__isnull=False),
                name="check_follow_up_has_day",
            ),
        ]
        indexes = [models.Index(F("planned_on").desc(), F("id").desc(), name="check_by_day")]
        triggers = [
            pgtrigger.ReadOnly(
                name="plan_stays",
                fields=["licence", "reasons", "planned_on", "place", "team", "planned_by"],
            ),
            pgtrigger.Protect(
                name="protocol_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="done") & _changes(*PROTOCOL),
            ),
            pgtrigger.FSM(name="done_once", field="state", transitions=[("planned", "done")]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.planned_on}"

    @property
    def subject(self) -> str:
        """Return the name under which deadlines and events file this check."""
        return f"check:{self.pk}"


class CheckPhoto(AppendOnly):
    """A picture of the protocol."""

    check_of = models.ForeignKey(EndUseCheck, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.file_id}"


class ReexportState(models.TextChoices):
    """Where a request stands. The row keeps the first three; a case tells the others."""

    WAITS = "waits", _("Waits for a decision")
    CONSENTED = "consented", _("Consent given")
    REFUSED = "refused", _("Refused")
    DRAFTED = "drafted", _("With the company")
    EXAMINED = "examined", _("Under examination")
    PARTLY = "partly", _("Consent given in part")
    CLOSED = "closed", _("Closed without a decision")


#: The decision of the case is the answer to the request.
_ANSWERS = {
    DecisionOutcome.ISSUED.value: ReexportState.CONSENTED,
    DecisionOutcome.PARTLY.value: ReexportState.PARTLY,
    DecisionOutcome.REFUSED.value: ReexportState.REFUSED,
}
_STANDINGS = {
    Status.DRAFT: ReexportState.DRAFTED,
    Status.WITHDRAWN: ReexportState.CLOSED,
    Status.LAPSED: ReexportState.CLOSED,
}


class ReexportRequest(BaseModel):
    """The end user asks to pass goods on; a case decides, as on an export.

    Without a case the request named a country nothing may go to: the head can only refuse it.
    """

    licence = models.ForeignKey(
        "licensing.Licence", on_delete=models.PROTECT, related_name="reexports"
    )
    letter_no = models.CharField(max_length=60)
    letter_on = models.DateField()
    new_holder = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    address = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    reason = models.TextField()
    file = models.ForeignKey(
        "documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    case = models.OneToOneField(
        "licensing.Application",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="reexport_request",
    )
    state = models.CharField(max_length=10, choices=ReexportState, default=ReexportState.WAITS)
    ground = models.CharField(max_length=20, blank=True)
    decision = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reexport_above_zero"),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="reexport_country_iso"
            ),
            models.CheckConstraint(
                condition=Q(state=ReexportState.WAITS, decided_by__isnull=True)
                | Q(state=ReexportState.CONSENTED, decided_by__isnull=False) & ~Q(decision="")
                | Q(state=ReexportState.REFUSED, decided_by__isnull=False)
                & ~Q(decision="")
                & ~Q(ground=""),
                name="reexport_decided_in_words",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("entered_by")),
                name="reexport_four_eyes",
            ),
            models.UniqueConstraint(fields=["licence", "letter_no"], name="reexport_letter_once"),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(state=ReexportState.WAITS),
                name="reexport_answered_by_case",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="request_stays",
                exclude=["state", "ground", "decision", "conditions", "decided_by", "decided_at"],
            ),
            pgtrigger.FSM(
                name="decided_once",
                field="state",
                transitions=[("waits", "refused")],
            ),
            pgtrigger.Trigger(
                name="starts_waiting",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__state__df="waits"),
                func="RAISE EXCEPTION 'a request starts unanswered' USING ERRCODE = '23514';",
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.letter_no

    @property
    def subject(self) -> str:
        """Return the name under which events file this request."""
        return f"reexport:{self.pk}"

    @property
    def standing(self) -> ReexportState:
        """Return where it stands: by the decision of its case, or the refusal without one."""
        if self.case is None:
            return ReexportState(self.state)
        if self.case.status != Status.DECIDED:
            return _STANDINGS.get(Status(self.case.status), ReexportState.EXAMINED)
        return _ANSWERS[list(self.case.decisions.all())[-1].outcome]
