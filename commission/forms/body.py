"""Forms of the reference administrator: a seat, a mandate, its end, a rule pack."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commission.forms.fields import DepartmentField, OneOf
from commission.models import MandateRole, SeatKind
from core.accounts.models import User
from core.reference.models import Department
from core.ui.forms import DateInputField, DozvilForm


class PersonField(OneOf):
    """A person by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the full name in the reader's language."""
        return str(obj.full_name)


class SeatForm(DozvilForm):
    """Which department gets a seat, where in the order, from when."""

    department = DepartmentField(
        queryset=Department.objects.none(), label=_("Department"), empty_label=None
    )
    number = forms.IntegerField(label=_("Place in the order"), min_value=1, max_value=99)
    kind = forms.ChoiceField(
        label=_("Vote"),
        choices=SeatKind.choices,
        widget=forms.RadioSelect,
        initial=SeatKind.VOTING,
    )
    valid_from = DateInputField(label=_("From"))

    def __init__(self, *args: Any, departments: QuerySet[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, DepartmentField)
        field.queryset = departments


class MandateForm(DozvilForm):
    """Who holds the seat, in what capacity, under which letter."""

    person = PersonField(queryset=User.objects.none(), label=_("Person"), empty_label=None)
    role = forms.ChoiceField(
        label=_("Capacity"),
        choices=MandateRole.choices,
        widget=forms.RadioSelect,
        initial=MandateRole.PRINCIPAL,
    )
    instrument_number = forms.CharField(label=_("Number of the letter"), max_length=40)
    instrument_date = DateInputField(label=_("Date of the letter"))
    valid_from = DateInputField(label=_("From"))
    valid_until = DateInputField(
        label=_("Until"), help_text=_("Leave empty while no end is known."), required=False
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, PersonField)
        field.queryset = people


class RevokeForm(DozvilForm):
    """On whose letter the mandate ends."""

    note = forms.CharField(label=_("On whose letter it ends"), max_length=300)


class RulesForm(DozvilForm):
    """The whole pack as its exact text."""

    text = forms.CharField(
        label=_("Rules as JSON"),
        help_text=_("Copy the pack in force, change it, give it another version and first day."),
        widget=forms.Textarea(attrs={"rows": 30, "class": "dz-code", "spellcheck": "false"}),
        max_length=20_000,
    )
