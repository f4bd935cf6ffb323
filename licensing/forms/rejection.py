"""The form of a no to what another person proposed or entered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.forms import DozvilForm


class RejectionForm(DozvilForm):
    """Why it does not count."""

    reason = forms.CharField(label=_("Why it is rejected"), max_length=500)
