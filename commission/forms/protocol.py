"""Forms of the protocol: a statement, a comment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.forms import DozvilForm


class StatementForm(DozvilForm):
    """Who spoke and what was said."""

    speaker = forms.CharField(
        label=_("Who spoke"),
        help_text=_("Name and office, as the protocol is to print them."),
        max_length=200,
    )
    text = forms.CharField(
        label=_("What was said, in Ukrainian"),
        help_text=_("When correcting, leave empty to take the statement out."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
    )


class CommentForm(DozvilForm):
    """What should change."""

    text = forms.CharField(
        label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 3}), max_length=3000
    )
