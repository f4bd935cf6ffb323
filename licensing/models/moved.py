"""Which terms a change of the calendar moved: from which day to which."""

from django.db import models

from core.base.models import AppendOnly, BaseModel


class MovedTerm(BaseModel, AppendOnly):
    """The end of a running term before and after a confirmed change of the calendar."""

    change = models.ForeignKey(
        "reference.ReferenceChange", on_delete=models.PROTECT, related_name="moved_terms"
    )
    application = models.ForeignKey(
        "licensing.Application", on_delete=models.PROTECT, related_name="+"
    )
    before = models.DateField()
    after = models.DateField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(fields=["change", "application"], name="term_moved_once"),
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="term_moved_to_another_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
