"""The form of a new webhook."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.forms import DozvilForm
from core.webhooks.services import LONGEST


class WebhookForm(DozvilForm):
    """Where the company's program listens."""

    address = forms.CharField(
        label=_("Address of your program"),
        help_text=_("Begins with https://, for example https://erp.example.ua/dozvil"),
        max_length=LONGEST,
        widget=forms.URLInput(attrs={"autocomplete": "url", "spellcheck": "false"}),
    )
