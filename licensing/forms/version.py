"""What every form on a case carries."""

from django import forms

from core.ui.forms import DozvilForm


class VersionForm(DozvilForm):
    """Carries the version of the case that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
