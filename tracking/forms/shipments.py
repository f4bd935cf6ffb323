"""Forms of shipments: one group of fields for each line of the licence."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.ui.forms import DateInputField, DecimalInputField, DozvilForm
from tracking.selectors.balance import BalanceLine
from tracking.services.shipments import Wanted


class _Lines(DozvilForm):
    """Amounts by line; what is left empty is not asked for."""

    def __init__(
        self,
        *args: Any,
        lines: Sequence[BalanceLine],
        amounts: dict[int, Decimal] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if amounts is None or line.position in amounts]
        for line in self.lines:
            self.fields[f"quantity_{line.position}"] = DecimalInputField(
                label=_("%(name)s: quantity, %(unit)s")
                % {"name": line.name, "unit": line.unit_name},
                initial=(amounts or {}).get(line.position),
                required=False,
                max_digits=18,
                decimal_places=3,
                min_value=Decimal(0),
            )

    def wanted(self) -> list[Wanted]:
        """Return the amounts entered; only a valid form has them."""
        entered = self.cleaned_data
        return [
            Wanted(
                position=line.position,
                quantity=entered[f"quantity_{line.position}"],
                serials=entered.get(f"serials_{line.position}", ""),
            )
            for line in self.lines
            if entered[f"quantity_{line.position}"] is not None
        ]


class AnnounceForm(_Lines):
    """What the company wants to ship."""

    planned_on = DateInputField(label=_("Day of shipment"), initial=clock.today)
    border_post = forms.CharField(label=_("Border post"), required=False, max_length=80)
    carrier = forms.CharField(label=_("Carrier"), required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in self.lines:
            self.fields[f"quantity_{line.position}"].help_text = _("Left to ship: %(left)s") % {
                "left": f"{line.left.normalize():f}"
            }
            self.fields[f"serials_{line.position}"] = forms.CharField(
                label=_("%(name)s: serial numbers") % {"name": line.name},
                help_text=_("Ranges and single numbers: S3-0225…0236, S3-0240. Or: lot 2026/11."),
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )


class ConfirmForm(_Lines):
    """What really crossed the border."""

    crossed_on = DateInputField(label=_("Day of crossing"), initial=clock.today)
    declaration = forms.CharField(label=_("Customs declaration"), max_length=40)
    border_post = forms.CharField(label=_("Border post"), required=False, max_length=80)


class ReasonForm(DozvilForm):
    """Why a shipment is cancelled."""

    reason = forms.CharField(
        label=_("Reasons"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )


class CorrectForm(_Lines):
    """The true figures of a confirmed shipment."""

    reason = forms.CharField(
        label=_("Reasons"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )
