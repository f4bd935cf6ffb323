"""Forms of the first reading: another text for a condition, and the owner's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.services.conditions import Standing
from commission.services.opinions import ConditionDraft
from core.ui.forms import DateInputField, DozvilForm

CHANGE, DROP = "change", "drop"


class ChangeForm(DozvilForm):
    """What the condition should say, or that it should go, and why."""

    what = forms.ChoiceField(
        label=_("What should happen"),
        choices=((CHANGE, _("Another text")), (DROP, _("Take the condition out"))),
        widget=forms.RadioSelect,
        initial=CHANGE,
    )
    text_uk = forms.CharField(
        label=_("Condition in Ukrainian"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    text_en = forms.CharField(
        label=_("Condition in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    term_uk = forms.CharField(label=_("Term, in Ukrainian"), required=False, max_length=120)
    term_en = forms.CharField(label=_("Term, in English"), required=False, max_length=120)
    due_on = DateInputField(label=_("To be met by"), required=False)
    due_days = forms.IntegerField(
        label=_("Or so many days after issue"),
        required=False,
        min_value=1,
        max_value=3650,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The department that set the condition reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, now: Standing, **kwargs: Any) -> None:
        text = now.text
        shown = {name: getattr(text, name) for name in ConditionDraft.__dataclass_fields__}
        super().__init__(*args, initial=shown, **kwargs)

    def draft(self) -> ConditionDraft | None:
        """Return the wanted text; None to take the condition out."""
        data = self.cleaned_data
        if data["what"] == DROP:
            return None
        return ConditionDraft(**{name: data[name] for name in ConditionDraft.__dataclass_fields__})


class AnswerForm(DozvilForm):
    """Agreed or not, with the reason where it is not."""

    answer = forms.CharField(
        label=_("Reason or remark"),
        help_text=_("Needed when the department does not agree. It enters the protocol."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    is_agreed = forms.TypedChoiceField(
        label=_("Answer of your department"),
        choices=(("yes", _("We agree")), ("no", _("We do not agree: the condition stays"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the answer of your department.")},
    )

    field_order = ("is_agreed", "answer")
