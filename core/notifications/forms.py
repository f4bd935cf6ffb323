"""The form of how a person is mailed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.notifications.models import Pace
from core.ui.forms import DozvilForm


class MailForm(DozvilForm):
    """How soon notices are mailed."""

    pace = forms.ChoiceField(
        label=_("When notices are mailed"), choices=Pace.choices, widget=forms.RadioSelect
    )
