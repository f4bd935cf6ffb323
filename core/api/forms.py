"""The form of a new token."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.api import certificates
from core.api.policies import Owner
from core.ui.forms import DateInputField, DozvilForm


class TokenForm(DozvilForm):
    """What a program may do in the person's name, and until when."""

    name = forms.CharField(
        label=_("Name of the program"),
        help_text=_("How you will recognise it, for example “Accounting, server 2”."),
        max_length=80,
    )
    scopes = forms.MultipleChoiceField(
        label=_("What the program may do"), widget=forms.CheckboxSelectMultiple
    )
    last_day = DateInputField(
        label=_("Last day"), help_text=_("At most a year ahead, for example 24.11.2026")
    )
    certificate = forms.CharField(
        label=_("SHA-256 fingerprint of the program's certificate"),
        help_text=_("Printed by: openssl x509 -noout -fingerprint -sha256 -in program.pem"),
        required=False,
        max_length=120,
    )
    consent = forms.BooleanField(
        label=_("The program acts in my name, and I answer for what it does"),
        error_messages={"required": _("Confirm that the program acts in your name.")},
    )

    def __init__(self, *args: Any, owner: Owner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not certificates.are_asked_for():
            del self.fields["certificate"]
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(scope.value, scope.label) for scope in owner.scopes]
