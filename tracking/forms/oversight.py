"""Forms of checks on site and of requests to pass goods on."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.reference.selectors import refusal_grounds
from core.ui.forms import DateInputField, DecimalInputField, DozvilForm
from licensing.forms.applicant_base import ManyFilesField, country_choices
from tracking.forms.traces import FILE_HELP, SERIALS_HELP
from tracking.models import CheckResult
from tracking.selectors.balance import BalanceLine
from tracking.services.oversight import Protocol
from tracking.services.reexports import RequestData


def _words(label: Any, **more: Any) -> forms.CharField:
    options: dict[str, Any] = {"max_length": 4000, "widget": forms.Textarea(attrs={"rows": 4})}
    return forms.CharField(label=label, **(options | more))


def _numbers(label: Any) -> forms.CharField:
    return _words(label, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class PlanForm(DozvilForm):
    """When, where and by whom goods are looked at."""

    planned_on = DateInputField(label=_("Day of the check"))
    place = forms.CharField(label=_("Place"), max_length=200)
    team = forms.CharField(label=_("Who goes there"), max_length=200)


class ProtocolForm(DozvilForm):
    """What the team found."""

    done_on = DateInputField(label=_("Day of the check"), initial=clock.today)
    result = forms.ChoiceField(
        label=_("Result"), choices=CheckResult.choices, widget=forms.RadioSelect
    )
    text = _words(_("Protocol"))
    found = _words(_("Numbers found"), help_text=SERIALS_HELP, required=False,
                   widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    missing = _numbers(_("Numbers missing"))
    destroyed = _numbers(_("Numbers destroyed"))
    used = _numbers(_("Numbers used up"))
    transferred = _numbers(_("Numbers passed on to others"))
    photos = ManyFilesField(label=_("Pictures"), required=False)
    follow_up = _words(_("What is to be followed up"), required=False)
    follow_up_on = DateInputField(label=_("Followed up by"), required=False)

    def protocol(self) -> Protocol:
        """Return what was entered; only a valid form has it."""
        names = Protocol.__dataclass_fields__
        return Protocol(**{name: self.cleaned_data[name] for name in names})


class FollowUpForm(DozvilForm):
    """What came of a follow-up."""

    text = _words(_("What came of it"))


class ReexportForm(DozvilForm):
    """The end user's request to pass goods on."""

    letter_no = forms.CharField(label=_("Number of the letter"), max_length=60)
    letter_on = DateInputField(label=_("Date of the letter"))
    new_holder = forms.CharField(label=_("Who is to receive the goods"), max_length=200)
    country = forms.ChoiceField(label=_("Country"))
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    position = forms.TypedChoiceField(label=_("Line"), coerce=int)
    quantity = DecimalInputField(
        label=_("Quantity"), max_digits=18, decimal_places=3, min_value=Decimal(0)
    )
    serials = _words(_("Serial numbers"), help_text=SERIALS_HELP, required=False,
                     widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    reason = _words(_("Reasons"))
    file = forms.FileField(label=_("File of the letter"), help_text=FILE_HELP, required=False)

    def __init__(self, *args: Any, lines: Sequence[BalanceLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = country_choices(foreign=True)  # type: ignore[attr-defined]
        self.fields["position"].choices = [  # type: ignore[attr-defined]
            (line.position, f"{line.position}. {line.name}") for line in lines
        ]

    def asked(self) -> RequestData:
        """Return what was entered; only a valid form has it."""
        names = RequestData.__dataclass_fields__
        return RequestData(**{name: self.cleaned_data[name] for name in names})


class RefuseForm(DozvilForm):
    """The head's refusal of a request that no vote could allow."""

    ground = forms.ChoiceField(label=_("Ground of the refusal"))
    reason = _words(_("Reasons"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grounds = [(one.code, f"{one.code} · {one.in_language('title')}")
                   for one in refusal_grounds()]  # fmt: skip
        self.fields["ground"].choices = [("", "—"), *grounds]  # type: ignore[attr-defined]
