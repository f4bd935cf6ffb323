"""Forms of opinions: the officer asks and marks ready, the adviser answers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commission.forms.fields import DepartmentField
from commission.models import OpinionRequest, Risk, Verdict
from commission.services.lines_excepted import ExceptionDraft
from commission.services.opinions import ConditionDraft, FindingDraft
from core.reference.models import Criterion, Department
from core.ui.forms import DateInputField, DozvilForm
from licensing.snapshot import Line

CONDITION_ROWS = 3


class AskForm(DozvilForm):
    """Which department, until when, what in particular."""

    department = DepartmentField(
        queryset=Department.objects.none(),
        label=_("Department"),
        empty_label=_("Choose a department"),
    )
    due_on = DateInputField(label=_("Answer until"))
    question = forms.CharField(
        label=_("What to look at in particular"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, departments: QuerySet[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["department"]
        assert isinstance(choice, DepartmentField)
        choice.queryset = departments


class ReadyForm(DozvilForm):
    """The version seen, and a note for each overdue opinion the case goes on without."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    urgent = forms.CharField(
        label=_("Should the case be heard before others? Say why"),
        help_text=_("Leave empty if it can wait for its turn by the term."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, missing: Iterable[OpinionRequest], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing = list(missing)
        for request in self.missing:
            self.fields[f"note_{request.pk}"] = forms.CharField(
                label=_("%(department)s did not answer: why the case goes on")
                % {"department": request.department.short},
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def notes(self) -> dict[Any, str]:
        """Return the notes by request."""
        return {row.pk: self.cleaned_data[f"note_{row.pk}"] for row in self.missing}


class OpinionForm(DozvilForm):
    """Findings under each criterion, the verdict, lines excepted, the words, conditions."""

    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    summary = forms.CharField(
        label=_("Opinion in words"),
        help_text=_("The commission reads it as written."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
    )

    def __init__(
        self, *args: Any, criteria: Iterable[Criterion], lines: Iterable[Line], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria, self.lines = list(criteria), list(lines)
        for line in self.lines:
            self._add_exception(line)
        for criterion in self.criteria:
            self._add_finding(criterion)
        for row in range(1, CONDITION_ROWS + 1):
            self._add_condition(row)

    def _add_finding(self, criterion: Criterion) -> None:
        self.fields[f"risk_{criterion.code}"] = forms.ChoiceField(
            label=f"{criterion.code}. {criterion.title}",
            choices=Risk.choices,
            initial=Risk.CLEAR,
        )
        self.fields[f"reason_{criterion.code}"] = forms.CharField(
            label=_("Reason under criterion %(code)s") % {"code": criterion.code},
            required=False,
            max_length=3000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _add_exception(self, line: Line) -> None:
        self.fields[f"exception_{line.position}"] = forms.CharField(
            label=f"{line.position}. {line.name}",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _add_condition(self, row: int) -> None:
        number = {"number": row}
        self.fields[f"condition_uk_{row}"] = forms.CharField(
            label=_("Condition %(number)s, in Ukrainian") % number,
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"condition_en_{row}"] = forms.CharField(
            label=_("Condition %(number)s, in English") % number, required=False, max_length=1000
        )
        self.fields[f"term_uk_{row}"] = forms.CharField(
            label=_("Term of condition %(number)s, in Ukrainian") % number,
            required=False,
            max_length=120,
        )
        self.fields[f"term_en_{row}"] = forms.CharField(
            label=_("Term of condition %(number)s, in English") % number,
            required=False,
            max_length=120,
        )
        self.fields[f"due_on_{row}"] = DateInputField(
            label=_("Condition %(number)s: to be met by") % number,
            help_text=_("The holder is reminded of this day."),
            required=False,
        )
        self.fields[f"due_days_{row}"] = forms.IntegerField(
            label=_("Condition %(number)s: or so many days after issue") % number,
            required=False,
            min_value=1,
            max_value=3650,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
        )

    def finding_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return risk and reason of each criterion, for the page."""
        return [(self[f"risk_{c.code}"], self[f"reason_{c.code}"]) for c in self.criteria]

    def condition_fields(self) -> list[list[forms.BoundField]]:
        """Return the fields of each condition, for the page."""
        parts = ("condition_uk", "condition_en", "term_uk", "term_en", "due_on", "due_days")
        rows = range(1, CONDITION_ROWS + 1)
        return [[self[f"{part}_{row}"] for part in parts] for row in rows]

    def exception_fields(self) -> list[forms.BoundField]:
        """Return a field for each declared line, for the page."""
        return [self[f"exception_{line.position}"] for line in self.lines]

    def exceptions(self) -> list[ExceptionDraft]:
        """Return the lines that a reason was written for."""
        said = (
            (row.position, self.cleaned_data[f"exception_{row.position}"]) for row in self.lines
        )
        return [ExceptionDraft(line, reason) for line, reason in said if reason.strip()]

    def findings(self) -> list[FindingDraft]:
        """Return what was found under each criterion."""
        data = self.cleaned_data
        return [
            FindingDraft(c.code, Risk(data[f"risk_{c.code}"]), data[f"reason_{c.code}"])
            for c in self.criteria
        ]

    def conditions(self) -> list[ConditionDraft]:
        """Return the conditions that were written."""
        data = self.cleaned_data
        return [
            ConditionDraft(
                text_uk=data[f"condition_uk_{row}"],
                text_en=data[f"condition_en_{row}"],
                term_uk=data[f"term_uk_{row}"],
                term_en=data[f"term_en_{row}"],
                due_on=data[f"due_on_{row}"],
                due_days=data[f"due_days_{row}"],
            )
            for row in range(1, CONDITION_ROWS + 1)
            if data[f"condition_uk_{row}"].strip()
        ]
