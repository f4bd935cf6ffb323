"""Reports that a holder owes after issue, and the reports handed in (domain.md 1.7)."""

import json

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.base.models import AppendOnly, BaseModel
from licensing.models.licence import Licence


class ReportKind(models.TextChoices):
    """What a report is about: two for a permit and its conditions, one for a conclusion."""

    TRANSFER = "transfer", _("Report on the fact of transfer")
    USE = "use", _("Report on the use of the goods for the stated purpose")
    OUTCOME = "outcome", _("Report on the outcome of negotiations")
    CONDITION = "condition", _("Condition of the permit")


class ReportAnswer(models.TextChoices):
    """What a report says in one word; which answers a kind knows is told in `ANSWERS`."""

    MADE = "made", pgettext_lazy("report", "The transfer was made in full")
    PARTLY_MADE = "partly_made", pgettext_lazy("report", "The transfer was made in part")
    NOT_MADE = "not_made", pgettext_lazy("report", "No transfer was made")
    USED = "used", pgettext_lazy("report", "The goods are used as stated")
    PARTLY_USED = "partly_used", pgettext_lazy("report", "The goods are used as stated in part")
    NOT_USED = "not_used", pgettext_lazy("report", "The goods are not used")
    CONTRACT = "contract", pgettext_lazy("report", "A contract was concluded")
    GOING_ON = "going_on", pgettext_lazy("report", "The negotiations go on")
    NO_CONTRACT = "no_contract", pgettext_lazy("report", "The negotiations ended without contract")

    KEPT = "kept", pgettext_lazy("report", "The condition is kept")
    PARTLY_KEPT = "partly_kept", pgettext_lazy("report", "The condition is kept in part")
    NOT_KEPT = "not_kept", pgettext_lazy("report", "The condition is not kept")


_A = ReportAnswer
ANSWERS: dict[ReportKind, tuple[ReportAnswer, ...]] = {
    ReportKind.TRANSFER: (_A.MADE, _A.PARTLY_MADE, _A.NOT_MADE),
    ReportKind.USE: (_A.USED, _A.PARTLY_USED, _A.NOT_USED),
    ReportKind.OUTCOME: (_A.CONTRACT, _A.GOING_ON, _A.NO_CONTRACT),
    ReportKind.CONDITION: (_A.KEPT, _A.PARTLY_KEPT, _A.NOT_KEPT),
}


class OwedReport(BaseModel, AppendOnly):
    """One report that a licence asks for, with its last day, as the issued text has it."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="owed_reports")
    kind = models.CharField(max_length=12, choices=ReportKind)
    # The number of the condition in the permit; "" for the others.
    about = models.CharField(max_length=8, blank=True)
    due_on = models.DateField()

    class Meta(AppendOnly.Meta):
        ordering = ["due_on", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["licence", "kind", "due_on", "about"], name="report_owed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ReportKind.values), name="report_kind_listed"
            ),
        ]
        indexes = [models.Index(fields=["due_on", "licence"], name="report_by_day")]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.kind} {self.due_on}"

    @property
    def subject(self) -> str:
        """Return the name under which its deadline is kept."""
        return f"report:{self.pk}"

    @property
    def condition(self) -> str:
        """Return the words of the condition that is to be shown to be kept; else ""."""
        if self.kind != ReportKind.CONDITION:
            return ""
        kept = json.loads(self.licence.record_text)["conditions"]
        language = "en" if get_language() == "en" else "uk"
        return next(
            (f"{one['text'][language]}" for one in kept if f"{one['number']}" == self.about), ""
        )


class HandedReport(BaseModel, AppendOnly):
    """A report as it was handed in. A corrected one is the next edition; both are kept."""

    owed = models.ForeignKey(OwedReport, on_delete=models.PROTECT, related_name="handed")
    edition = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=12, choices=ReportAnswer)
    letter_no = models.CharField(max_length=40)
    letter_date = models.DateField()
    text = models.TextField(blank=True)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["edition"]
        constraints = [
            models.UniqueConstraint(fields=["owed", "edition"], name="report_edition_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=ReportAnswer.values), name="report_answer_listed"
            ),
            models.CheckConstraint(condition=~models.Q(letter_no=""), name="report_has_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.owed_id} {self.edition}"
