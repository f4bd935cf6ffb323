"""What departments say about a case before the commission sits."""

import json

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.models.terms import Dated, term_in_one_way
from commission.models.triggers import never_deleted
from core.base.models import AppendOnly, BaseModel
from core.reference.models import InTwoLanguages


class OpinionRequest(BaseModel):
    """One department asked about one revision, with a day by which it answers.

    An answer is an `Opinion` row. A request that stays unanswered past its day can be waived with
    a note, so that silence is on record and never counts as consent.
    """

    application = models.ForeignKey(
        "licensing.Application", on_delete=models.PROTECT, related_name="opinion_requests"
    )
    revision = models.ForeignKey(
        "licensing.Revision", on_delete=models.PROTECT, related_name="opinion_requests"
    )
    department = models.ForeignKey(
        "reference.Department", on_delete=models.PROTECT, related_name="+"
    )
    question = models.TextField(blank=True)
    due_on = models.DateField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    waived_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    waived_at = models.DateTimeField(null=True, blank=True)
    waiver_note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["due_on", "asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "department"], name="opinion_asked_once_a_revision"
            ),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True) | ~Q(waiver_note=""),
                name="opinion_waiver_has_note",
            ),
        ]
        indexes = [models.Index(fields=["department", "due_on"], name="opinion_by_department")]
        triggers = [never_deleted()]

    def __str__(self) -> str:
        return f"{self.application_id} {self.department_id}"


class Verdict(models.TextChoices):
    """What the department advises."""

    SUPPORT = "support", _("Support")
    CONDITIONS = "support_with_conditions", _("Support with conditions")
    OPPOSE = "oppose", _("Oppose")


class Opinion(AppendOnly, BaseModel):
    """The department's written answer. Never edited: a changed case gets a new request."""

    request = models.OneToOneField(OpinionRequest, on_delete=models.PROTECT, related_name="opinion")
    verdict = models.CharField(max_length=24, choices=Verdict)
    summary = models.TextField()
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="opinion_verdict")
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.verdict}"

    @property
    def stands(self) -> bool:
        """Tell whether it was given on an earlier revision, which an amendment left as it was."""
        assessed: str = json.loads(self.text)["revision"]
        return assessed != self.request.revision.sha256


class Risk(models.TextChoices):
    """What the department found under one criterion."""

    NOT_ASSESSED = "not_assessed", _("Not assessed")
    CLEAR = "clear", _("No risk found")
    ATTENTION = "attention", _("Attention")
    BLOCK = "block", _("Speaks against")


class Finding(AppendOnly, BaseModel):
    """One criterion, one department: risk and reason."""

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="findings")
    criterion = models.ForeignKey("reference.Criterion", on_delete=models.PROTECT, related_name="+")
    risk = models.CharField(max_length=12, choices=Risk)
    reason = models.TextField(blank=True)

    class Meta(AppendOnly.Meta):
        ordering = ["criterion__code"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "criterion"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(risk__in=["not_assessed", "clear"]) | ~Q(reason=""),
                name="finding_risk_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.risk}"


class LineException(AppendOnly, BaseModel):
    """A line that the department does not agree to, whatever it says of the others."""

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="exceptions")
    line = models.PositiveSmallIntegerField()
    reason = models.TextField()

    class Meta(AppendOnly.Meta):
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "line"], name="line_excepted_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="line_exception_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.line}"


class Condition(InTwoLanguages, Dated, AppendOnly, BaseModel):
    """A condition of approval, owned by the department that set it."""

    application = models.ForeignKey(
        "licensing.Application", on_delete=models.PROTECT, related_name="conditions"
    )
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="conditions")
    department = models.ForeignKey(
        "reference.Department", on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField()
    text_uk = models.TextField()
    text_en = models.TextField(blank=True)
    term_uk = models.CharField(max_length=120, blank=True)
    term_en = models.CharField(max_length=120, blank=True)

    class Meta(AppendOnly.Meta):
        ordering = ["department__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "position"], name="condition_once"),
            models.CheckConstraint(condition=~Q(text_uk=""), name="condition_has_text"),
            term_in_one_way("condition"),
        ]

    def __str__(self) -> str:
        return self.text_uk
