"""Forms of the register and of the company's own page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.forms import DateInputField, DozvilForm
from manufacturers import edrpou
from manufacturers.models import Manufacturer, Membership, Site, SiteKind
from manufacturers.services import CompanyData, Rights, SiteData
from manufacturers.services.register import SHEET_FIELDS

RIGHTS = (
    ("prepares", _("Prepares applications")),
    ("signs", _("Declares and submits")),
    ("administers", _("Manages people and data")),
)


class DataSheetForm(DozvilForm):
    """What the administrator keeps up to date."""

    name_uk = forms.CharField(label=_("Name in Ukrainian"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    address_uk = forms.CharField(label=_("Address in Ukrainian"), max_length=300)
    address_en = forms.CharField(label=_("Address in English"), max_length=300)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, company: Manufacturer) -> "DataSheetForm":
        """Return the form filled with the company as it is now."""
        values: dict[str, Any] = {name: getattr(company, name) for name in SHEET_FIELDS}
        return cls(initial=values | {"version": company.version})

    def sheet(self) -> dict[str, str]:
        """Return the fields of the data sheet."""
        return {name: self.cleaned_data[name] for name in SHEET_FIELDS}


class RightsForm(DozvilForm):
    """What a person does, and until when."""

    rights = forms.MultipleChoiceField(
        label=_("What this person does"),
        choices=RIGHTS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing this person does.")},
    )
    valid_until = DateInputField(
        label=_("Until when"),
        required=False,
        help_text=_("The last day, for example 31.12.2026. Empty: until further notice."),
    )

    @classmethod
    def of(cls, membership: Membership) -> "RightsForm":
        """Return the form filled with what the person does now."""
        chosen = [name for name, _label in RIGHTS if getattr(membership, name)]
        return cls(initial={"rights": chosen, "valid_until": membership.valid_until})

    def chosen(self) -> Rights:
        """Return the rights that were ticked."""
        return Rights(**{name: name in self.cleaned_data["rights"] for name, _label in RIGHTS})


class InviteForm(RightsForm):
    """A new colleague: who, and what for."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name_uk = forms.CharField(label=_("First and family name in Ukrainian"), max_length=150)
    name_en = forms.CharField(label=_("First and family name in English"), max_length=150)
    title_uk = forms.CharField(label=_("Office in Ukrainian"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Office in English"), max_length=200, required=False)
    field_order = ("email", "name_uk", "name_en", "title_uk", "title_en", "rights", "valid_until")

    def person(self) -> dict[str, str]:
        """Return who is invited."""
        names = ("email", "name_uk", "name_en", "title_uk", "title_en")
        return {name: self.cleaned_data[name] for name in names}


class SearchForm(DozvilForm):
    """Search of the register."""

    q = forms.CharField(label=_("Name or EDRPOU code"), max_length=100, required=False)


class VersionForm(forms.Form):
    """The version of the company the officer looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class RegisterForm(DozvilForm):
    """A new company, as the state registers write it."""

    edrpou = forms.CharField(
        label=_("EDRPOU code"), max_length=20, help_text=_("Eight digits, for example 99000175.")
    )
    code_confirmed = forms.BooleanField(
        label=_("The register writes the code exactly so"), required=False
    )
    name_uk = forms.CharField(label=_("Name in Ukrainian"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    address_uk = forms.CharField(label=_("Address in Ukrainian"), max_length=300)
    address_en = forms.CharField(label=_("Address in English"), max_length=300)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    registration_no = forms.CharField(label=_("Registration number"), max_length=40)
    registered_on = DateInputField(label=_("Registered on"))
    registration_valid_until = DateInputField(label=_("Registration valid until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The confirmation is asked only once there is a doubt to confirm.
        if not self._is_doubtful():
            self.fields["code_confirmed"].widget = forms.HiddenInput()

    def company(self) -> CompanyData:
        """Return the data of the company."""
        values = {k: v for k, v in self.cleaned_data.items() if k != "code_confirmed"}
        return CompanyData(**values)

    def _is_doubtful(self) -> bool:
        code = edrpou.compact(str(self.data.get("edrpou", "")))
        return edrpou.is_well_formed(code) and not edrpou.has_right_check_digit(code)


class AuthorityForm(DozvilForm):
    """An authority to export and import under Res. 838."""

    number = forms.CharField(label=_("Number"), max_length=40)
    issued_on = DateInputField(label=_("Issued on"))
    valid_until = DateInputField(label=_("Valid until"))
    scope_uk = forms.CharField(label=_("Scope in Ukrainian"), max_length=300, required=False)
    scope_en = forms.CharField(label=_("Scope in English"), max_length=300, required=False)
    upload = forms.FileField(label=_("File of the authority"), required=False)


class SiteForm(DozvilForm):
    """A place of the company."""

    kind = forms.ChoiceField(
        label=_("What is done here"), choices=SiteKind.choices, widget=forms.RadioSelect
    )
    name_uk = forms.CharField(label=_("Name in Ukrainian"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    address_uk = forms.CharField(label=_("Address in Ukrainian"), max_length=300)
    address_en = forms.CharField(label=_("Address in English"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def values(site: Site) -> dict[str, Any]:
        """Return what the form shows of a place."""
        return {name: getattr(site, name) for name in (*SiteData.__slots__, "version")}

    def site(self) -> SiteData:
        """Return the place that was described."""
        return SiteData(**{name: self.cleaned_data[name] for name in SiteData.__slots__})
