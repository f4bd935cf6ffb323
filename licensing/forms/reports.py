"""The form in which a holder hands a report in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.forms import DateInputField, DozvilForm
from licensing.models import ReportKind
from licensing.models.reports import ANSWERS
from licensing.services.reports import Said


class ReportForm(DozvilForm):
    """What happened, the letter, and the report itself."""

    answer = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In words"),
        help_text=_("Needed unless it happened in full: what was done, what was not, and why."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    letter_no = forms.CharField(label=_("Number of the letter"), max_length=40)
    letter_date = DateInputField(label=_("Date of the letter"))
    upload = forms.FileField(
        label=_("The report"), help_text=_("The signed report with its letter, as one file.")
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.label) for one in ANSWERS[ReportKind(kind)]]

    def said(self) -> Said:
        """Return what was entered; only a valid form has it."""
        return Said(**{name: self.cleaned_data[name] for name in Said.__slots__})
