"""Forms of what becomes known abroad: certificates of delivery, incidents, goods used up."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.ui.forms import DateInputField, DecimalInputField, DozvilForm
from licensing.forms.applicant_base import country_choices
from tracking.models import Channel, Credibility, End, IncidentKind, Reliability, Source
from tracking.selectors.balance import BalanceLine
from tracking.services.deliveries import CertificateData
from tracking.services.traces import IncidentData, UsedUpData

FILE_HELP = _("PDF, picture or office file.")
SERIALS_HELP = _("Ranges and single numbers: S3-0225…0236, S3-0240. Or: lot 2026/11.")


def _long(label: object, **more: Any) -> forms.CharField:
    options: dict[str, Any] = {"max_length": 4000, "widget": forms.Textarea(attrs={"rows": 4})}
    return forms.CharField(label=label, **(options | more))  # type: ignore[arg-type]


class DeliveryForm(DozvilForm):
    """What a delivery verification certificate says (domain.md 2.5)."""

    number = forms.CharField(label=_("Number of the certificate"), max_length=80)
    issued_on = DateInputField(label=_("Date of the certificate"))
    issuer = forms.CharField(label=_("Issuing authority"), max_length=200)
    importer = forms.CharField(label=_("Importer"), required=False, max_length=200)
    import_certificate_no = forms.CharField(
        label=_("Number of the import certificate"), required=False, max_length=80
    )
    arrived_on = DateInputField(label=_("Day of arrival"))
    arrived_at = forms.CharField(label=_("Place of arrival"), max_length=120)
    transport_document = forms.CharField(
        label=_("Transport document"), required=False, max_length=80
    )
    customs_entry = forms.CharField(
        label=_("Customs entry in the country of import"), required=False, max_length=80
    )
    file = forms.FileField(label=_("File of the certificate"), help_text=FILE_HELP, required=False)

    def __init__(
        self,
        *args: Any,
        lines: Sequence[BalanceLine],
        missing: dict[int, Decimal],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if line.position in missing]
        for line in self.lines:
            left = missing[line.position]
            self.fields[f"quantity_{line.position}"] = DecimalInputField(
                label=_("%(name)s: arrived, %(unit)s")
                % {"name": line.name, "unit": line.unit_name},
                help_text=_("Still to be proved: %(left)s") % {"left": f"{left.normalize():f}"},
                required=False,
                max_digits=18,
                decimal_places=3,
                min_value=Decimal(0),
            )

    def certificate(self) -> CertificateData:
        """Return what the paper says; only a valid form has it."""
        names = CertificateData.__dataclass_fields__
        return CertificateData(**{name: self.cleaned_data[name] for name in names})

    def amounts(self) -> dict[int, Decimal]:
        """Return what arrived, by line."""
        entered = {line.position: self.cleaned_data[f"quantity_{line.position}"]
                   for line in self.lines}  # fmt: skip
        return {at: quantity for at, quantity in entered.items() if quantity}


class JudgeForm(DozvilForm):
    """What the issuer answered."""

    genuine = forms.TypedChoiceField(
        label=_("Is the certificate genuine?"),
        choices=[("yes", _("Confirmed by the issuer")), ("no", _("Not genuine or not confirmed"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=_("How the issuer was asked"), choices=Channel.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What was answered"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class IncidentForm(DozvilForm):
    """An incident with its source and how far both can be believed."""

    kind = forms.ChoiceField(
        label=_("What happened"), choices=IncidentKind.choices, widget=forms.RadioSelect
    )
    happened_on = DateInputField(label=_("When"), initial=clock.today)
    country = forms.ChoiceField(label=_("Country"))
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    source = forms.ChoiceField(label=_("Source"), choices=Source.choices)
    source_ref = forms.CharField(
        label=_("Paper or address of the source"), required=False, max_length=200
    )
    reliability = forms.ChoiceField(
        label=_("Reliability of the source"), choices=Reliability.choices
    )
    credibility = forms.ChoiceField(label=_("Credibility of the fact"), choices=Credibility.choices)
    serials = forms.CharField(
        label=_("Serial numbers"),
        help_text=SERIALS_HELP,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    licence_no = forms.CharField(
        label=_("Permit"),
        help_text=_("Left empty, it is found by the serial numbers."),
        required=False,
        max_length=16,
    )
    text = _long(_("What is known"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]

    def incident(self) -> IncidentData:
        """Return what was entered; only a valid form has it."""
        return IncidentData(**self.cleaned_data)


class ConcludeForm(DozvilForm):
    """What was found out."""

    conclusion = _long(_("What was found out and what follows"))


class UsedUpForm(DozvilForm):
    """The end user's declaration that goods are no more."""

    position = forms.TypedChoiceField(label=_("Line"), coerce=int)
    quantity = DecimalInputField(
        label=_("Quantity"), max_digits=18, decimal_places=3, min_value=Decimal(0)
    )
    end = forms.ChoiceField(label=_("How it ended"), choices=End.choices, widget=forms.RadioSelect)
    until = DateInputField(label=_("Up to which day"))
    letter_no = forms.CharField(label=_("Number of the letter"), max_length=60)
    letter_on = DateInputField(label=_("Date of the letter"), initial=clock.today)
    serials = forms.CharField(
        label=_("Serial numbers"),
        help_text=SERIALS_HELP,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(label=_("Explanation"), required=False, max_length=500)
    file = forms.FileField(label=_("File of the letter"), help_text=FILE_HELP, required=False)

    def __init__(self, *args: Any, lines: Sequence[BalanceLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = [  # type: ignore[attr-defined]
            (line.position, f"{line.position}. {line.name}") for line in lines
        ]

    def declared(self) -> UsedUpData:
        """Return what was entered; only a valid form has it."""
        names = UsedUpData.__dataclass_fields__
        return UsedUpData(**{name: self.cleaned_data[name] for name in names})
