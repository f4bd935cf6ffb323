"""Forms of the papers that a company sends itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.forms import DateInputField, DozvilForm
from manufacturers.services.renewals import PaperData


class RegistrationPaperForm(DozvilForm):
    """A renewed registration certificate."""

    number = forms.CharField(label=_("Number"), max_length=40)
    issued_on = DateInputField(label=_("Issued on"))
    valid_until = DateInputField(
        label=_("Valid until"),
        required=False,
        help_text=_("The last day, for example 31.12.2026. Empty: until further notice."),
    )
    upload = forms.FileField(label=_("File of the certificate"))

    def paper(self) -> PaperData:
        """Return what stands in the paper."""
        names = [name for name in PaperData.__slots__ if name in self.cleaned_data]
        return PaperData(**{name: self.cleaned_data[name] for name in names})


class AuthorityPaperForm(RegistrationPaperForm):
    """A renewed authority under Res. 838."""

    valid_until = DateInputField(
        label=_("Valid until"), help_text=_("The last day, for example 31.12.2026.")
    )
    scope_uk = forms.CharField(label=_("Scope in Ukrainian"), max_length=300, required=False)
    scope_en = forms.CharField(label=_("Scope in English"), max_length=300, required=False)
    upload = forms.FileField(label=_("File of the authority"))
    field_order = ("number", "issued_on", "valid_until", "scope_uk", "scope_en", "upload")


class SettleForm(DozvilForm):
    """Why a paper is refused."""

    reason = forms.CharField(
        label=_("Reason, for the company"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, so that it can be put right.")},
    )
