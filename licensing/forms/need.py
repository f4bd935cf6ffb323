"""Forms of national need: the ministry's statement and stop orders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.reference.selectors import refusal_grounds
from core.ui.forms import DateInputField, DecimalInputField, DozvilForm
from licensing.models import StatementKind
from licensing.services.need import StatementData


class StatementForm(DozvilForm):
    """What the defence ministry wrote about a production line."""

    kind = forms.ChoiceField(
        label=_("What the ministry says"), choices=StatementKind.choices, widget=forms.RadioSelect
    )
    number = forms.CharField(label=_("Number of the statement"), max_length=60)
    dated = DateInputField(label=_("Date of the statement"), initial=clock.today)
    valid_until = DateInputField(label=_("In force until"))
    further_need = DecimalInputField(
        label=_("Further need of the forces"),
        help_text=_("Beyond the contracts already concluded, in the unit of the line."),
        required=False,
        max_digits=18,
        decimal_places=3,
        min_value=0,
    )
    cap = DecimalInputField(
        label=_("Limit of exports"),
        help_text=_("Only when the ministry sets one."),
        required=False,
        max_digits=18,
        decimal_places=3,
        min_value=0,
    )
    not_before = DateInputField(
        label=_("Delivery not before"),
        help_text=_("Only when delivery must wait."),
        required=False,
    )

    upload = forms.FileField(
        label=_("File of the statement"),
        help_text=_("The paper itself, as it was received."),
    )

    def statement(self) -> StatementData:
        """Return what was entered; only a valid form has it."""
        entered: dict[str, Any] = dict(self.cleaned_data)
        del entered["upload"]
        entered["further_need"] = entered["further_need"] or 0
        return StatementData(**entered)


class StopForm(DozvilForm):
    """Why a production line is stopped and when that is looked at again."""

    ground = forms.ChoiceField(label=_("Ground"))
    reason = forms.CharField(
        label=_("Reasons"),
        help_text=_("Every valid permit with goods of this line is suspended with these words."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    review_on = DateInputField(label=_("Review on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        grounds = ((one.code, f"{one.code} · {one.title}") for one in refusal_grounds())
        field.choices = [("", "—"), *grounds]
