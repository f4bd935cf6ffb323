"""Forms of qualified signatures."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.forms import DozvilForm


class SignatureForm(DozvilForm):
    """The file that a signatory's own tool made over the downloaded text."""

    signature = forms.FileField(
        label=_("File of the signature"),
        help_text=_("A .p7s, .asice or .asics file over exactly this text. It is kept as it came."),
    )


class JudgeForm(DozvilForm):
    """What an officer found with means outside the site."""

    accepted = forms.TypedChoiceField(
        label=_("What you found"),
        choices=[("yes", _("The signature holds")), ("no", _("The signature does not hold"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    basis = forms.CharField(
        label=_("How you checked it"),
        help_text=_("For example: the state's service, its protocol number and the day."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
