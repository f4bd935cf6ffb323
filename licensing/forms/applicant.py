"""Forms of the company: one group of questions a page."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from core.base import clock
from core.reference.codes import currency_choices
from core.reference.selectors import control_entries, units
from core.ui.forms import DateInputField, DecimalInputField, DozvilForm
from licensing.forms.version import VersionForm
from licensing.models import AttachmentKind, Kind, PartyRole, Track
from licensing.models.goods import MOST_MONEY, MOST_UNITS

# Incoterms 2020 (domain.md 3.4).
INCOTERMS = ("EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF")
ABOVE_ZERO = MinValueValidator(Decimal("0.001"), _("Enter a number greater than zero."))
TOO_MUCH = _("This is more than can be; check the number.")


def _choose(*pairs: tuple[str, Any]) -> list[tuple[str, Any]]:
    return [("", _("Choose")), *pairs]


def _country_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Country"), choices=lambda: _choose(*countries))


class KindForm(VersionForm):
    """What is asked for and where it goes."""

    title = forms.CharField(
        label=_("Short title"),
        help_text=_("For your own lists, for example: 12 aircraft “Sivolit S-2” and a station."),
        max_length=200,
    )
    kind = forms.ChoiceField(
        label=_("Kind of permit"), choices=Kind.choices, widget=forms.RadioSelect
    )
    track = forms.ChoiceField(
        label=_("Kind of goods"), choices=Track.choices, widget=forms.RadioSelect
    )
    destination = forms.ChoiceField(
        label=_("Country of destination"), choices=lambda: _choose(*countries)
    )


class ContractForm(VersionForm):
    """The contract and its file."""

    contract_no = forms.CharField(label=_("Number of the contract"), max_length=80)
    contract_date = DateInputField(label=_("Date of the contract"))
    incoterm = forms.ChoiceField(
        label=_("Terms of delivery (Incoterms 2020)"),
        choices=lambda: _choose(*((code, code) for code in INCOTERMS)),
        required=False,
    )
    contract_place = forms.CharField(label=_("Place of delivery"), max_length=120, required=False)
    file = forms.FileField(
        label=_("File of the contract"),
        help_text=_("PDF, PNG, JPEG, DOCX, XLSX or a P7S signature, up to 25 MB."),
        required=False,
    )

    def clean_contract_date(self) -> Any:
        """Refuse a contract of a day that is yet to come."""
        day = self.cleaned_data["contract_date"]
        if day > clock.today():
            raise forms.ValidationError(_("This day is yet to come."))
        return day


class LineForm(VersionForm):
    """One goods line."""

    name_uk = forms.CharField(label=_("Name in Ukrainian"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    control_code = forms.ChoiceField(
        label=_("Code of the control list"),
        help_text=_("As in the list in force today; the edition is kept with the line."),
    )
    uktzed = forms.CharField(
        label=_("UKTZED code"),
        help_text=_("Ten digits, for example 8806 93 00 00."),
        max_length=16,
        validators=[RegexValidator(r"^\d{10}$", _("The UKTZED code has ten digits."))],
    )
    quantity = DecimalInputField(
        label=_("Quantity"),
        max_digits=18,
        decimal_places=3,
        validators=[ABOVE_ZERO, MaxValueValidator(MOST_UNITS, TOO_MUCH)],
    )
    unit = forms.ChoiceField(label=_("Unit"))
    value = DecimalInputField(
        label=_("Value of the line"),
        max_digits=18,
        decimal_places=2,
        validators=[ABOVE_ZERO, MaxValueValidator(MOST_MONEY, TOO_MUCH)],
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=lambda: _choose(*currency_choices()),
        error_messages={"invalid_choice": _("Unknown currency.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = control_entries(clock.today())
        self._offer("control_code", [(one.code, f"{one.code} · {one.title}") for one in entries])
        self._offer("unit", [(one.code, str(one)) for one in units()])

    def _offer(self, name: str, pairs: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _choose(*pairs)

    def _clean_fields(self) -> None:
        # People write the code in groups, 8806 93 00 00; the digits are what counts.
        if self.is_bound and "uktzed" in self.data:
            self.data = self.data.copy()
            self.data["uktzed"] = "".join(self.data["uktzed"].split())
        super()._clean_fields()


class PartyForm(VersionForm):
    """A firm or body of the deal."""

    role = forms.ChoiceField(
        label=_("Part in the deal"), choices=PartyRole.choices, widget=forms.RadioSelect
    )
    name_uk = forms.CharField(label=_("Name in Ukrainian"), max_length=200)
    name_en = forms.CharField(
        label=_("Name in its own Latin spelling"),
        help_text=_("Exactly as in the contract and in the register of its country."),
        max_length=200,
    )
    country = _country_field()
    register_no = forms.CharField(label=_("Register number"), max_length=40, required=False)
    address_uk = forms.CharField(label=_("Address in Ukrainian"), max_length=300)
    address_en = forms.CharField(label=_("Address in English"), max_length=300)


class CertificateForm(VersionForm):
    """The end-user certificate (fields of the OSCE and Wassenaar standards)."""

    number = forms.CharField(label=_("Number of the certificate"), max_length=80)
    issued_on = DateInputField(label=_("Issued on"))
    valid_until = DateInputField(label=_("Valid until"), required=False)
    issuer = forms.CharField(label=_("Who issued it"), max_length=200)
    signatory_name = forms.CharField(label=_("Who signed it"), max_length=200)
    signatory_position = forms.CharField(
        label=_("Position of the signatory"),
        help_text=_("Without it the authenticity cannot be confirmed."),
        max_length=200,
        required=False,
    )
    quantity_stated = DecimalInputField(
        label=_("Quantity stated in the certificate"),
        required=False,
        max_digits=18,
        decimal_places=3,
        validators=[ABOVE_ZERO, MaxValueValidator(MOST_UNITS, TOO_MUCH)],
    )
    undertakes_no_reexport = forms.BooleanField(
        label=_("The end user undertakes not to re-export without consent"), required=False
    )
    allows_checks = forms.BooleanField(
        label=_("The end user agrees to checks on site"), required=False
    )
    file = forms.FileField(
        label=_("File of the certificate"),
        help_text=_("PDF, PNG or JPEG, up to 25 MB. A new file replaces the one before."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a certificate that ends before it starts, or has ended already."""
        values = super().clean() or {}
        issued, ends = values.get("issued_on"), values.get("valid_until")
        if issued and ends and ends < issued:
            self.add_error("valid_until", _("It ends before it was issued."))
        elif ends and ends < clock.today():
            self.add_error("valid_until", _("This certificate has expired; ask for a new one."))
        return values


class EndUseForm(VersionForm):
    """What the goods will be used for."""

    end_use_uk = forms.CharField(
        label=_("Stated end use, in Ukrainian"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    end_use_en = forms.CharField(
        label=_("Stated end use, in English"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class FileForm(VersionForm):
    """Another document."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=AttachmentKind.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG, JPEG, DOCX, XLSX or a P7S signature, up to 25 MB."),
    )


class DeclarationForm(VersionForm):
    """The declaration of the signatory."""

    sure = forms.BooleanField(
        label=_(
            "I declare that the data are complete and true, and I know that false data are a "
            "ground of refusal and of annulment."
        ),
        error_messages={"required": _("Confirm the declaration.")},
    )


class AnswerForm(DozvilForm):
    """The answer to a question of the officer."""

    text = forms.CharField(
        label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG, JPEG, DOCX, XLSX or a P7S signature."),
        required=False,
    )
    complete = forms.BooleanField(
        label=_("This answer is complete; the clock may go on"), required=False
    )


class WithdrawForm(VersionForm):
    """Why the application is withdrawn."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
