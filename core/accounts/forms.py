"""Forms of the account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Language, Theme


class PreferencesForm(forms.Form):
    """Language and colours of the interface."""

    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(label=_("Colours"), choices=Theme.choices, widget=forms.RadioSelect)
