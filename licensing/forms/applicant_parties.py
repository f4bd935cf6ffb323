"""Forms about the parties of a deal and the end-user certificate."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.ui.formats import day
from core.ui.forms import DateInputField, DecimalInputField
from licensing.forms.applicant_base import (
    FILE_NEEDED,
    NOT_ABSURD,
    POSITIVE,
    DraftForm,
    area,
    country_choices,
    not_later_than_today,
    required,
    set_choices,
    short_input,
)
from licensing.models import PartyRole
from licensing.models.goods import MOST_UNITS


class PartyForm(DraftForm):
    """A firm or body other than the applicant."""

    name_uk = forms.CharField(
        label=_("Name in Ukrainian"),
        max_length=200,
        error_messages=required(_("Give the name in Ukrainian.")),
    )
    name_en = forms.CharField(
        label=_("Name in Latin letters"),
        help_text=_("Exactly as in its register; this name is screened."),
        max_length=200,
        error_messages=required(_("Give the name in Latin letters.")),
    )
    country = forms.ChoiceField(
        label=_("Country"), error_messages=required(_("Choose the country."))
    )
    register_no = forms.CharField(
        label=_("Number in its register"), max_length=40, required=False, widget=short_input(20)
    )
    address_uk = forms.CharField(
        label=_("Address in Ukrainian"),
        max_length=300,
        error_messages=required(_("Give the address in Ukrainian.")),
    )
    address_en = forms.CharField(
        label=_("Address in Latin letters"),
        max_length=300,
        error_messages=required(_("Give the address in Latin letters.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "country", country_choices())


class EndUserForm(PartyForm):
    """The end user."""

    def answers(self) -> dict[str, Any]:
        """Return the answers with the role, which the page decides."""
        return {**super().answers(), "role": PartyRole.END_USER.value}


class OtherPartyForm(PartyForm):
    """A consignee or an intermediary."""

    role = forms.ChoiceField(
        label=_("Its part in the deal"),
        choices=[(one.value, one.label) for one in (PartyRole.CONSIGNEE, PartyRole.INTERMEDIARY)],
        widget=forms.RadioSelect,
        initial=PartyRole.CONSIGNEE.value,
    )
    field_order = ("version", "role")


class CertificateForm(DraftForm):
    """The end-user certificate, copied from the signed paper (domain.md 2.4)."""

    number = forms.CharField(
        label=_("Number of the certificate"),
        max_length=80,
        widget=short_input(20),
        error_messages=required(_("Give the number of the certificate.")),
    )
    issued_on = DateInputField(label=_("Date of issue"))
    valid_until = DateInputField(
        label=_("Valid until"),
        help_text=_("Leave empty when the certificate names no end."),
        required=False,
    )
    issuer = forms.CharField(
        label=_("Body that issued it"),
        max_length=200,
        error_messages=required(_("Name the body that issued it.")),
    )
    signatory_name = forms.CharField(
        label=_("Name of its signatory"),
        help_text=_("In Latin letters, as in the certificate."),
        max_length=200,
        error_messages=required(_("Give the name of the signatory.")),
    )
    signatory_position = forms.CharField(
        label=_("Position of its signatory"),
        help_text=_("Only people entitled to sign for a state body are accepted."),
        max_length=200,
        error_messages=required(_("Give the position of the signatory.")),
    )
    end_user_named = forms.CharField(
        label=_("End user the certificate names"),
        help_text=_("Compared with the end user of the application."),
        max_length=200,
        required=False,
    )
    goods_named = forms.CharField(
        label=_("Goods the certificate names"),
        help_text=_("Compared with the lines, for example: UAV S-4, control stations S-4N."),
        max_length=400,
        required=False,
        widget=area(2),
    )
    contract_named = forms.CharField(
        label=_("Contract the certificate names"),
        help_text=_("Its number. One certificate covers one deal."),
        max_length=80,
        required=False,
        widget=short_input(20),
    )
    quantity_stated = DecimalInputField(
        label=_("Quantity the certificate names, all lines together"),
        required=False,
        min_value=Decimal("0.001"),
        max_value=MOST_UNITS,
        max_digits=18,
        decimal_places=3,
        error_messages={
            "invalid": _("Enter a number, for example 12."),
            "min_value": POSITIVE,
            "max_value": NOT_ABSURD,
            "max_digits": NOT_ABSURD,
            "max_whole_digits": NOT_ABSURD,
        },
    )
    undertakes_no_reexport = forms.BooleanField(
        label=_("The end user undertakes not to re-export without consent"), required=False
    )
    allows_checks = forms.BooleanField(
        label=_("The end user agrees to checks on site"), required=False
    )
    authenticity_confirmed_on = DateInputField(
        label=_("Authenticity confirmed on"),
        help_text=_("By the embassy or the issuing body, if it was already."),
        required=False,
    )
    file = forms.FileField(label=_("Signed certificate"), help_text=FILE_NEEDED, required=False)

    def clean_issued_on(self) -> Any:
        """Refuse a certificate from the future."""
        return not_later_than_today(
            self.cleaned_data["issued_on"],
            _("The date of issue must not be later than today, %(today)s."),
        )

    def clean_valid_until(self) -> Any:
        """Refuse an end before the start, and a certificate that expired."""
        ends, issued = self.cleaned_data["valid_until"], self.cleaned_data.get("issued_on")
        if ends and issued and ends < issued:
            raise ValidationError(_("It ends before it was issued."))
        if ends and ends < clock.today():
            raise ValidationError(
                _("The certificate expired on %(ended)s. Ask the end user for a new one."),
                params={"ended": day(ends)},
            )
        return ends

    def clean_authenticity_confirmed_on(self) -> Any:
        """Refuse a confirmation from the future."""
        return not_later_than_today(
            self.cleaned_data["authenticity_confirmed_on"],
            _("The confirmation must not be later than today, %(today)s."),
        )
