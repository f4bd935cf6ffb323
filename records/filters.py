"""What the reader of the register asks for: one shape for pages, exports and the command line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_countries import countries

from core.base import clock
from core.ui.forms import DozvilForm
from licensing.models.decision import DecisionOutcome
from records.models import Strata
from records.redaction import Ground

NUMBER = re.compile(r"^(DR|DZ|DL|DV|DG|DN)-", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filter:
    """A selection of decisions; empty means all."""

    q: str = ""
    outcome: str = ""
    year: int | None = None
    until: date | None = None
    """The register as of the end of this day in Kyiv."""

    def condition(self) -> Q:
        """Return the condition on `Decision`."""
        return self._text() & self._outcome() & self._year() & self._until()

    def as_data(self) -> dict[str, object]:
        """Return the filter for an event or a manifest."""
        return asdict(self) | {"until": self.until.isoformat() if self.until else None}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Filter":
        """Return the filter that `as_data` gave."""
        until = data["until"]
        return cls(**{**data, "until": date.fromisoformat(until) if until else None})

    def _outcome(self) -> Q:
        return Q(outcome=self.outcome) if self.outcome else Q()

    def _year(self) -> Q:
        if self.year is None:
            return Q()
        first = datetime(self.year, 1, 1, tzinfo=clock.KYIV)
        after = datetime(self.year + 1, 1, 1, tzinfo=clock.KYIV)
        return Q(decided_at__gte=first, decided_at__lt=after)

    def _until(self) -> Q:
        if self.until is None:
            return Q()
        next_day = datetime.combine(self.until + timedelta(days=1), time(), tzinfo=clock.KYIV)
        return Q(decided_at__lt=next_day)

    def _text(self) -> Q:
        text = self.q.strip()
        if not text:
            return Q()
        if NUMBER.match(text):
            return _by_number(text.upper())
        if text.isdigit() and len(text) == 8:
            return Q(application__manufacturer__edrpou=text)
        if code := country_codes().get(text.casefold()):
            return Q(application__destination=code)
        return Q(application__manufacturer__name_uk__icontains=text) | Q(
            application__manufacturer__name_en__icontains=text
        )


def _by_number(number: str) -> Q:
    # Printed documents carry two check digits more than the register.
    bare = number[:13]
    columns = ("number", "application__number", "licence__number", "refusal__number")
    condition = Q(number__startswith=bare)
    for column in columns[1:]:
        condition |= Q(**{f"{column}__startswith": bare})
    return condition


@cache
def country_codes() -> dict[str, str]:
    """Return ISO codes by code and by name in both languages, all in small letters."""
    codes = {}
    for language in ("uk", "en"):
        with override(language):
            for code, name in countries:
                codes[code.casefold()] = codes[str(name).casefold()] = code
    return codes


class FilterForm(DozvilForm):
    """The search line of the register."""

    q = forms.CharField(
        label=_("Number, company, EDRPOU code or country"), required=False, max_length=100
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("Any outcome")), *DecisionOutcome.choices],
    )
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    until = forms.DateField(
        label=_("As of the end of the day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: object, years: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["year"]
        assert isinstance(year, forms.TypedChoiceField)
        year.choices = [("", _("Any year")), *((year, str(year)) for year in years)]

    def wanted(self) -> Filter:
        """Return the filter; a field that does not make sense asks for nothing."""
        self.is_valid()
        return Filter(**self.cleaned_data)


class ExportForm(DozvilForm):
    """What is taken out and what for; the filter travels beside it."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=[
            ("csv", _("CSV, for spreadsheets")),
            ("xlsx", _("Excel workbook (XLSX)")),
            ("jsonl", _("JSON Lines, whole records")),
        ],
    )
    purpose = forms.CharField(
        label=_("Purpose, kept with the export"), required=False, max_length=200
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        required=False,
        help_text=_("None chosen means all."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, columns: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["columns"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, name) for name in columns]


class InstantForm(DozvilForm):
    """The instant at which a case is looked at, in Kyiv time."""

    at = forms.DateTimeField(
        label=_("As of, Kyiv time"),
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "step": "0.001"}
        ),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f"],
    )


class SampleForm(DozvilForm):
    """How large a sample is drawn, by what divided, and what for."""

    size = forms.IntegerField(label=_("Size"), min_value=1, max_value=1000, initial=25)
    strata = forms.ChoiceField(label=_("Divided"), required=False, choices=Strata.choices)
    purpose = forms.CharField(label=_("Purpose, kept with the sample"), max_length=200)


class PackageForm(DozvilForm):
    """What an evidence package is for, and what is withheld in it."""

    purpose = forms.CharField(label=_("Purpose, kept with the package"), max_length=200)
    withheld = forms.MultipleChoiceField(
        label=_("Withhold"),
        required=False,
        choices=Ground.choices,
        help_text=_("Nothing chosen: whole records with their sealed documents."),
        widget=forms.CheckboxSelectMultiple,
    )


class ReceiptForm(DozvilForm):
    """What a witness sent back: the checkpoint with its signature under it."""

    text = forms.CharField(
        label=_("Checkpoint signed by the witness"),
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )


class YearForm(DozvilForm):
    """The year that is looked through, and the officer whose cleared hits are listed."""

    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    officer = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, years: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["year"]
        assert isinstance(year, forms.TypedChoiceField)
        year.choices = [("", _("Any year")), *((year, str(year)) for year in years)]
