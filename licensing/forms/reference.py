"""Forms of the dated rules: reading them as of a day, and proposing what they shall say.

One form for each kind of change; what it returns as `payload()` is what the change keeps.
"""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.reference.control_search import written_code
from core.reference.models import ChangeKind, DayKind, Tier
from core.ui.forms import DateInputField, DecimalInputField, DozvilForm

_CODE = re.compile(r"ML([1-9]|1[0-9]|2[0-2])(\.[a-z0-9]{1,4}){0,3}")


class AsOfForm(DozvilForm):
    """A day to look from, and words to look for."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    on = DateInputField(label=_("As of"), required=False)
    whole = forms.BooleanField(label=_("All times"), required=False)


class GroundForm(DozvilForm):
    """What every proposal names: from when, and by which act of law."""

    effective_on = DateInputField(label=_("Takes effect on"))
    source = forms.CharField(
        label=_("Act of law"),
        help_text=_("Number and date of the act that changes the rule."),
        max_length=300,
    )
    past_reason = forms.CharField(
        label=_("Why it reaches into the past"),
        help_text=_("Only when the day it takes effect has passed."),
        max_length=500,
        required=False,
    )

    own: tuple[str, ...] = ()

    def payload(self) -> dict[str, Any]:
        """Return the proposed values as plain JSON."""
        return {name: _plain(self.cleaned_data[name]) for name in self.own}


class DestinationForm(GroundForm):
    """The policy on one country."""

    own = ("tier", "embargo", "treaty_bar", "reason_uk", "reason_en")

    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices, widget=forms.RadioSelect)
    embargo = forms.BooleanField(label=_("Embargo"), required=False)
    treaty_bar = forms.BooleanField(label=_("Barred by a treaty"), required=False)
    reason_uk = forms.CharField(label=_("Reason, Ukrainian"), max_length=300)
    reason_en = forms.CharField(label=_("Reason, English"), max_length=300)
    field_order = (*own, "effective_on", "source", "past_reason")

    def clean(self) -> dict[str, Any]:
        """An embargo or a bar leaves no other tier than closed."""
        data = super().clean() or self.cleaned_data
        barred = data.get("embargo") or data.get("treaty_bar")
        if barred and data.get("tier") not in {None, Tier.CLOSED}:
            self.add_error("tier", _("A country under an embargo or a treaty bar is closed."))
        return data


class TermForm(GroundForm):
    """The length of an examination."""

    own = ("days",)
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=365)
    field_order = (*own, "effective_on", "source", "past_reason")


class RegimeForm(GroundForm):
    """A prolongation, or the end, of a legal regime."""

    own = ("name_uk", "name_en", "holidays_work", "valid_until")
    name_uk = forms.CharField(label=_("Name, Ukrainian"), max_length=200)
    name_en = forms.CharField(label=_("Name, English"), max_length=200)
    holidays_work = forms.BooleanField(label=_("Holidays are working days"), required=False)
    valid_until = DateInputField(label=_("In force until"), required=False)
    field_order = (*own, "effective_on", "source", "past_reason")

    def clean(self) -> dict[str, Any]:
        """The end follows the beginning."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("effective_on"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("It ends before it begins."))
        return data


class RefusalGroundForm(GroundForm):
    """The words of a refusal ground; its code and group stay."""

    own = ("title_uk", "title_en", "reference_uk", "reference_en")
    title_uk = forms.CharField(label=_("Ground, Ukrainian"), max_length=200)
    title_en = forms.CharField(label=_("Ground, English"), max_length=200)
    reference_uk = forms.CharField(label=_("Rule it rests on, Ukrainian"), max_length=300)
    reference_en = forms.CharField(label=_("Rule it rests on, English"), max_length=300)
    field_order = (*own, "effective_on", "source", "past_reason")


class FeeForm(GroundForm):
    """The fee and the lengths of one form of application."""

    own = ("fee", "months", "appeal_days")
    fee = DecimalInputField(
        label=_("Fee, UAH"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    months = forms.IntegerField(
        label=_("Length of the permit, months"), min_value=1, max_value=120, required=False
    )
    appeal_days = forms.IntegerField(
        label=_("Days for an appeal"), min_value=1, max_value=365, required=False
    )
    field_order = (*own, "effective_on", "source", "past_reason")


class DaysForm(GroundForm):
    """Days of the calendar, one a line; the earliest of them is when the change takes effect."""

    own = ("days",)
    days = forms.CharField(
        label=_("Days"),
        help_text=_(
            "One a line: date; kind (holiday, day_off, working or ordinary); name in Ukrainian; "
            "name in English. For example: 01.01.2028; holiday; Новий рік; New Year's Day. A day "
            "that is kept already is corrected; “ordinary” gives it back to its weekday."
        ),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=12000,
    )
    field_order = (*own, "source", "past_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["effective_on"]

    def clean_days(self) -> list[dict[str, str]]:
        """Read every line, or name the first that cannot be read."""
        lines = [line for line in self.cleaned_data["days"].splitlines() if line.strip()]
        found = [_day(number, line) for number, line in enumerate(lines, 1)]
        if len({day["date"][:4] for day in found}) > 1:
            raise ValidationError(_("One change holds the days of one year."))
        return found

    @property
    def first(self) -> date:
        """Return the earliest day named."""
        return min(date.fromisoformat(day["date"]) for day in self.cleaned_data["days"])


class EditionForm(GroundForm):
    """A whole edition of the control list, one entry a line; the present one is filled in."""

    own = ("edition", "entries")
    edition = forms.CharField(
        label=_("Name of the edition"), help_text=_("For example: EU CML 2026"), max_length=40
    )
    entries = forms.CharField(
        label=_("Entries"),
        help_text=_(
            "One a line: code; title in Ukrainian; title in English. Change, add or strike out "
            "lines; what is not named is not in the new edition."
        ),
        widget=forms.Textarea(attrs={"rows": 24}),
        max_length=200_000,
    )
    field_order = (*own, "effective_on", "source", "past_reason")

    def clean_entries(self) -> list[dict[str, str]]:
        """Read every line, or name the first that cannot be read."""
        lines = [line for line in self.cleaned_data["entries"].splitlines() if line.strip()]
        return [_entry(number, line) for number, line in enumerate(lines, 1)]


DATED_FORMS: dict[str, type[GroundForm]] = {
    ChangeKind.DESTINATION: DestinationForm,
    ChangeKind.TERM: TermForm,
    ChangeKind.REGIME: RegimeForm,
    ChangeKind.GROUND: RefusalGroundForm,
    ChangeKind.FEE: FeeForm,
    ChangeKind.CALENDAR: DaysForm,
    ChangeKind.CONTROL_LIST: EditionForm,
}


def _entry(number: int, line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) != 3 or not all(parts):
        raise ValidationError(
            _("Line %(number)s: three parts with semicolons are needed."),
            params={"number": number},
        )
    code, uk, en = written_code(parts[0]), parts[1], parts[2]
    if not _CODE.fullmatch(code) or max(len(uk), len(en)) > 300:
        raise ValidationError(
            _("Line %(number)s: the code is like ML5.b, a title has at most 300 letters."),
            params={"number": number},
        )
    return {"code": code, "title_uk": uk, "title_en": en}


def _day(number: int, line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) != 4 or not all(parts):
        raise ValidationError(
            _("Line %(number)s: four parts with semicolons are needed."), params={"number": number}
        )
    day, kind, uk, en = parts
    if kind not in DayKind.values:
        raise ValidationError(
            _("Line %(number)s: the kind is holiday, day_off, working or ordinary."),
            params={"number": number},
        )
    try:
        read = forms.DateField(input_formats=["%d.%m.%Y", "%Y-%m-%d"]).clean(day)
    except ValidationError as problem:
        raise ValidationError(
            _("Line %(number)s: there is no such date."), params={"number": number}
        ) from problem
    if abs(read.year - clock.today().year) > 10 or max(len(uk), len(en)) > 200:
        raise ValidationError(
            _("Line %(number)s: a date or a name is out of bounds."), params={"number": number}
        )
    return {"date": read.isoformat(), "kind": kind, "reason_uk": uk, "reason_en": en}


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it: dates and decimals as text."""
    return value if isinstance(value, str | int | list | None) else str(value)
