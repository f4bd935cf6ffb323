"""Forms of the company: one group of questions a page. Every error says what to do."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from core.reference.codes import INCOTERMS
from core.reference.selectors import papers, units
from core.ui.forms import DateInputField, DecimalInputField, DozvilForm
from licensing.forms.applicant_base import (
    FILE_NEEDED,
    FILES,
    NOT_ABSURD,
    POSITIVE,
    WIDE,
    DraftForm,
    ManyFilesField,
    area,
    by_rule,
    country_choices,
    not_later_than_today,
    required,
    set_choices,
    short_input,
)
from licensing.models import ActKind, AttachmentKind, Kind, Subject, Track
from licensing.models.goods import MOST_MONEY, MOST_UNITS
from licensing.procedure import ON_OWN_PAGE
from licensing.rules import require_currency, require_form, require_known_code

TEN_DIGITS = RegexValidator(
    r"^\d{10}$", _("A UKTZED code has exactly 10 digits, for example 8806930000.")
)


class KindForm(DraftForm):
    """What permit is asked for, and where the goods go."""

    title = forms.CharField(
        label=_("Title of the application"),
        help_text=_("How you and the officers will recognise it: what and how many."),
        max_length=200,
        error_messages=required(_("Give the application a title.")),
    )
    destination = forms.ChoiceField(
        label=_("Country of destination"),
        help_text=_("Where the goods stay in the end, not where they pass through."),
        error_messages=required(_("Choose the country of destination.")),
    )
    act = forms.ChoiceField(
        label=_("What you ask for"),
        help_text=_("Negotiations about military goods need a conclusion, an export a permit."),
        choices=[one for one in ActKind.choices if one[0] != ActKind.REEXPORT],
        widget=forms.RadioSelect,
        initial=ActKind.PERMIT.value,
    )
    subject_kind = forms.ChoiceField(
        label=_("What is transferred"),
        choices=Subject.choices,
        widget=forms.RadioSelect,
        initial=Subject.GOODS.value,
    )
    kind = forms.ChoiceField(
        label=_("Kind of permit"),
        help_text=_("One-time: one contract. General and open: many deliveries in a term."),
        choices=Kind.choices,
        widget=forms.RadioSelect,
    )
    track = forms.ChoiceField(
        label=_("How it is examined"),
        help_text=_("The term of the examination depends on it."),
        choices=Track.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "destination", country_choices(foreign=True))

    def clean(self) -> dict[str, Any]:
        """Refuse a form of application that does not exist."""
        names = ("act", "kind", "subject_kind", "track")
        if all(name in self.cleaned_data for name in names):
            with self.showing_refusals():
                require_form(*(self.cleaned_data[name] for name in names))
        return self.cleaned_data


class StatesForm(DraftForm):
    """The further countries of a general or open permit."""

    other_destinations = forms.MultipleChoiceField(
        label=_("Further countries of destination"),
        help_text=_("Hold Ctrl to choose several."),
        widget=forms.SelectMultiple(attrs={"size": "12", "class": "govuk-select"}),
        error_messages=required(_("Choose at least one country.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "other_destinations", country_choices(foreign=True)[1:])


class OriginForm(DraftForm):
    """Where brokered goods set out."""

    origin = forms.ChoiceField(
        label=_("Country of origin"),
        error_messages=required(_("Choose the country the goods come from.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "origin", country_choices())


class TransferForm(DraftForm):
    """How technology or a service reaches its user."""

    transfer = forms.CharField(
        label=_("How, where and to whom it is passed on"),
        help_text=_("For example: by encrypted channel, at your works, by your specialists there."),
        max_length=4000,
        widget=area(5),
        error_messages=required(_("Say how it is passed on.")),
    )


class ContractForm(DraftForm):
    """The contract and its file."""

    contract_no = forms.CharField(
        label=_("Number of the contract"),
        max_length=80,
        widget=short_input(20),
        error_messages=required(_("Give the number of the contract.")),
    )
    contract_date = DateInputField(label=_("Date of the contract"))
    incoterm = forms.ChoiceField(
        label=_("Terms of delivery (Incoterms 2020)"),
        choices=[("", "—"), *((term, term) for term in INCOTERMS)],
        required=False,
    )
    contract_place = forms.CharField(
        label=_("Place of delivery"), max_length=120, required=False, widget=WIDE
    )
    file = forms.FileField(
        label=_("Signed contract with its annexes"), help_text=FILE_NEEDED, required=False
    )

    def clean_contract_date(self) -> Any:
        """Refuse a contract from the future."""
        return not_later_than_today(
            self.cleaned_data["contract_date"],
            _("The date of the contract must not be later than today, %(today)s."),
        )


class LineForm(DraftForm):
    """One goods line, of the catalogue (`product`) or typed anew."""

    product = forms.UUIDField(widget=forms.HiddenInput, required=False)

    name_uk = forms.CharField(
        label=_("Name in Ukrainian"),
        help_text=_("As in the contract."),
        max_length=200,
        error_messages=required(_("Give the name in Ukrainian.")),
    )
    name_en = forms.CharField(
        label=_("Name in English"),
        help_text=_("It is printed on the permit."),
        max_length=200,
        error_messages=required(_("Give the name in English.")),
    )
    control_code = forms.CharField(
        label=_("Control list code"),
        help_text=_("From the list in force, for example ML10.c. Start typing to choose."),
        max_length=20,
        widget=short_input(10, list="control-codes", autocomplete="off"),
        error_messages=required(_("Give the control list code.")),
    )
    uktzed = forms.CharField(
        label=_("UKTZED code"),
        help_text=_("10 digits."),
        validators=[TEN_DIGITS],
        widget=short_input(10, inputmode="numeric"),
        error_messages=required(_("Give the UKTZED code, 10 digits.")),
    )
    quantity = DecimalInputField(
        label=_("Quantity"),
        min_value=Decimal("0.001"),
        max_value=MOST_UNITS,
        max_digits=18,
        decimal_places=3,
        error_messages={
            "required": _("Give the quantity."),
            "invalid": _("Enter a number, for example 1250,50."),
            "min_value": POSITIVE,
            "max_value": NOT_ABSURD,
            "max_digits": NOT_ABSURD,
            "max_whole_digits": NOT_ABSURD,
        },
    )
    unit = forms.ChoiceField(
        label=_("Unit"), error_messages=required(_("Choose the unit of the quantity."))
    )
    value = DecimalInputField(
        label=_("Value of the line"),
        help_text=_("For the whole quantity, without taxes."),
        min_value=Decimal("0.01"),
        max_value=MOST_MONEY,
        max_digits=18,
        decimal_places=2,
        error_messages={
            "required": _("Give the value."),
            "invalid": _("Enter a number, for example 1250,50."),
            "min_value": POSITIVE,
            "max_value": NOT_ABSURD,
            "max_digits": NOT_ABSURD,
            "max_whole_digits": NOT_ABSURD,
        },
    )
    currency = forms.CharField(
        label=_("Currency"),
        help_text=_("Three letters, for example EUR."),
        max_length=3,
        widget=short_input(4, list="currencies", autocomplete="off"),
        error_messages=required(_("Give the currency.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.code: unit for unit in units()}
        named = [(code, f"{unit} – {unit.name}") for code, unit in self.units.items()]
        set_choices(self, "unit", [("", "—"), *named])

    def clean_control_code(self) -> str:
        """Refuse a code that the list in force does not have."""
        code = str(self.cleaned_data["control_code"])
        by_rule(require_known_code, code)
        return code

    def clean_uktzed(self) -> str:
        """Return the digits."""
        return str(self.cleaned_data["uktzed"])

    def clean_currency(self) -> str:
        """Refuse what is not a currency in use."""
        code = str(self.cleaned_data["currency"]).upper()
        by_rule(require_currency, code)
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse a part of a thing that is counted in whole numbers."""
        quantity, unit = (self.cleaned_data.get(name) for name in ("quantity", "unit"))
        counted = self.units.get(unit or "")
        if quantity and counted and counted.whole and quantity % 1:
            self.add_error("quantity", _("This unit is counted in whole numbers, for example 12."))
        return self.cleaned_data


class IntangibleLineForm(LineForm):
    """A line of what has no customs code: technology, services, the subject of negotiations."""

    uktzed = None  # type: ignore[assignment]


class EndUseForm(DraftForm):
    """What the goods are for."""

    end_use_uk = forms.CharField(
        label=_("End use in Ukrainian"),
        help_text=_("Who will use the goods, for what and where."),
        max_length=4000,
        widget=area(5),
        error_messages=required(_("Say what the goods will be used for, in Ukrainian.")),
    )
    end_use_en = forms.CharField(
        label=_("End use in English"),
        help_text=_("The same; it is printed on the permit."),
        max_length=4000,
        widget=area(5),
        error_messages=required(_("Say what the goods will be used for, in English.")),
    )


class FileForm(DraftForm):
    """More documents: what they are, and one or several files."""

    kind = forms.ChoiceField(
        label=_("What the document is"),
        required=False,
        help_text=_("Several files of one kind can be sent at once."),
    )
    uploads = ManyFilesField(
        label=_("Documents"), help_text=FILES, error_messages=required(_("Choose a file."))
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.code, str(one)) for one in papers() if one.code not in ON_OWN_PAGE]
        set_choices(self, "kind", [("", "—"), *named])

    def clean_kind(self) -> str:
        """Return the kind; what is not named is another document."""
        return str(self.cleaned_data["kind"] or AttachmentKind.OTHER.value)


class DeclarationForm(DraftForm):
    """The declaration of the signatory."""

    declared = forms.BooleanField(
        label=_("I declare this and submit the application"),
        error_messages=required(_("Confirm the declaration.")),
    )


class WithdrawForm(DraftForm):
    """Why the company does not go on."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The authority reads it."),
        required=False,
        max_length=2000,
        widget=area(4),
    )


class AppealForm(DraftForm):
    """Why the company contests a refusal."""

    grounds = forms.CharField(
        label=_("Grounds of the appeal"),
        help_text=_("What the refusal overlooked or read wrongly. The authority reads it."),
        max_length=8000,
        widget=area(8),
        error_messages=required(_("Say why the refusal is wrong.")),
    )


class AnswerForm(DozvilForm):
    """A message of the company on a question, and whether the answer is whole."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=8000,
        widget=area(6),
        error_messages=required(_("Write the answer.")),
    )
    # Not "files": a form keeps its uploads under that name.
    uploads = ManyFilesField(label=_("Files"), help_text=FILES, required=False)
    draft_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    complete = forms.TypedChoiceField(
        label=_("Is this the whole answer?"),
        choices=[
            ("yes", _("This answer is complete: the clock runs again")),
            ("no", _("More will follow: the clock stays paused")),
        ],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
        error_messages=required(_("Say whether this answer is complete.")),
    )
