"""The form of a newcomer, and the officer's answer to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.forms import DozvilForm
from manufacturers.forms.company import RegisterForm
from manufacturers.services import CompanyData, Newcomer


class EnrolForm(RegisterForm):
    """A company that is not registered yet, and the person who asks for it."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("You will sign in with it. Use an address of the company."),
    )
    person_uk = forms.CharField(label=_("First and family name in Ukrainian"), max_length=150)
    person_en = forms.CharField(label=_("First and family name in English"), max_length=150)
    title_uk = forms.CharField(label=_("Office in Ukrainian"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Office in English"), max_length=200, required=False)
    signs = forms.BooleanField(
        label=_("I am entitled to sign applications for the company"), required=False
    )

    def company(self) -> CompanyData:
        """Return the data of the company."""
        return CompanyData(**{name: self.cleaned_data[name] for name in CompanyData.__slots__})

    def newcomer(self) -> Newcomer:
        """Return who asks."""
        return Newcomer(**{name: self.cleaned_data[name] for name in Newcomer.__slots__})


class DeclineForm(DozvilForm):
    """Why a request is refused."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The newcomer reads it. Do not name other companies."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
