"""Declaring an owner of the company."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from core.ui.forms import DecimalInputField, DozvilForm
from manufacturers.models import Manufacturer, OwnerKind
from manufacturers.selectors.owners import owners_of
from manufacturers.services import OwnerData


class OwnerForm(DozvilForm):
    """Who owns which part, directly or through another owner."""

    kind = forms.ChoiceField(
        label=_("Who it is"), choices=OwnerKind.choices, widget=forms.RadioSelect
    )
    name_uk = forms.CharField(label=_("Name in Ukrainian"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    country = forms.ChoiceField(label=_("Country"))
    register_no = forms.CharField(
        label=_("Number in a register"),
        help_text=_("EDRPOU code or number of a foreign register; may be empty for a person."),
        max_length=40,
        required=False,
    )
    share = DecimalInputField(
        label=_("Share, per cent"),
        max_digits=5,
        decimal_places=2,
        min_value=0.01,
        max_value=100,
    )
    through = forms.ChoiceField(
        label=_("Held through"),
        help_text=_("Empty when the part is held directly."),
        required=False,
    )

    def __init__(self, *args: Any, company: Manufacturer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firms = owners_of(company.pk).filter(kind=OwnerKind.FIRM)
        choices = {
            "country": [("", "—"), *countries],
            "through": [("", "—"), *((str(one.pk), one.name) for one in firms)],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    def owner(self) -> OwnerData:
        """Return the owner that was described."""
        given = dict(self.cleaned_data)
        given["through"] = UUID(given["through"]) if given["through"] else None
        return OwnerData(**given)
