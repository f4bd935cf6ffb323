"""Forms of the secretary: convene, place a case, enter attendance, freeze the text, defer."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commission.forms.fields import CaseField, PresenceField
from commission.models import LineException, Mandate, SittingKind
from commission.proposals import Advice, LineProposal
from core.accounts.models import User
from core.base import clock
from core.reference.models import Criterion
from core.ui.forms import DateInputField, DecimalInputField, DozvilForm
from licensing.models import Application
from licensing.snapshot import Line

ADVICE_WORDS = (
    (Advice.APPROVE.value, _("Approve")),
    (Advice.CAP.value, _("Approve up to a quantity")),
    (Advice.REFUSE.value, _("Refuse")),
)


class ConveneForm(DozvilForm):
    """When, where, who presides, and why if it is extraordinary."""

    kind = forms.ChoiceField(
        label=_("Kind of sitting"),
        choices=SittingKind.choices,
        widget=forms.RadioSelect,
        initial=SittingKind.ORDINARY,
    )
    reason = forms.CharField(
        label=_("Reason of an extraordinary sitting"), required=False, max_length=300
    )
    day = DateInputField(label=_("Day"))
    time = forms.TimeField(
        label=_("Time in Kyiv"),
        input_formats=["%H:%M"],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        help_text=_("For example, 10:00"),
        error_messages={"invalid": _("Enter a time, for example 10:00.")},
    )
    place = forms.CharField(label=_("Place"), max_length=200)
    chair = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Chair"), empty_label=None)

    def __init__(self, *args: Any, chairs: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chair"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = chairs

    def held_at(self) -> datetime:
        """Return the instant of the sitting."""
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        return datetime.combine(day, time, tzinfo=clock.KYIV)

    #: The service speaks of `held_at`; on the page that is the day.
    def refuse(self, problem: Any) -> None:
        """Show a refusal of the time at the day."""
        if problem.field == "held_at":
            problem.field = "day"
        super().refuse(problem)


class WrittenForm(DozvilForm):
    """Until when the seats reply, who presides, and why in writing."""

    reason = forms.CharField(label=_("Why the commission is asked in writing"), max_length=300)
    day = DateInputField(label=_("Last day of replies"))
    time = forms.TimeField(
        label=_("Time in Kyiv"),
        input_formats=["%H:%M"],
        initial="18:00",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={"invalid": _("Enter a time, for example 10:00.")},
    )
    chair = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Chair"), empty_label=None)

    def __init__(self, *args: Any, chairs: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chair"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = chairs

    def replies_until(self) -> datetime:
        """Return the last moment of replies."""
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        return datetime.combine(day, time, tzinfo=clock.KYIV)

    def refuse(self, problem: Any) -> None:
        """Show a refusal of the term at its day."""
        if problem.field == "replies_until":
            problem.field = "day"
        super().refuse(problem)


class PlaceForm(DozvilForm):
    """Which ready case, in the suggested order."""

    application = CaseField(queryset=Application.objects.none(), label=_("Case"), empty_label=None)

    def __init__(self, *args: Any, cases: QuerySet[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["application"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = cases


class AttendanceForm(DozvilForm):
    """Who is in the room, and since when."""

    present = PresenceField(
        queryset=Mandate.objects.none(),
        label=_("In the room now"),
        help_text=_("Whoever is not marked has left."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    at = forms.TimeField(
        label=_("Since when, Kyiv time"),
        input_formats=["%H:%M"],
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        help_text=_("Leave empty if people came or left just now."),
        error_messages={"invalid": _("Enter a time, for example 10:00.")},
    )

    def since(self) -> datetime | None:
        """Return the instant of today that was entered; None for now."""
        time = self.cleaned_data["at"]
        return datetime.combine(clock.today(), time, tzinfo=clock.KYIV) if time else None

    def __init__(self, *args: Any, mandates: QuerySet[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["present"]
        assert isinstance(field, PresenceField)
        field.queryset = mandates


class ReasonForm(DozvilForm):
    """A reason that enters the record."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It enters the protocol word for word."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )


class DeferForm(ReasonForm):
    """Why, until when, and who brings what is missing."""

    until = DateInputField(
        label=_("Until"), help_text=_("When the case should be able to come back.")
    )
    owner = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Who brings what is missing"), empty_label=None
    )

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = owners


class QuestionForm(DozvilForm):
    """The proposal for each line and, if wanted, the sentence."""

    text_uk = forms.CharField(
        label=_("Text put to the vote, in Ukrainian"),
        help_text=_("Leave empty to have it made from the lines."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(
        self,
        *args: Any,
        lines: Iterable[Line],
        criteria: Iterable[Criterion],
        exceptions: Mapping[int, list[LineException]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        self.exceptions = exceptions
        codes = [(row.code, f"{row.code}. {row.title}") for row in criteria]
        for line in self.lines:
            self._add_line(line, codes)

    def _add_line(self, line: Line, codes: list[tuple[str, str]]) -> None:
        place = line.position
        self.fields[f"advice_{place}"] = forms.ChoiceField(
            label=_("Proposal"),
            choices=ADVICE_WORDS,
            widget=forms.RadioSelect,
            initial=Advice.APPROVE.value,
        )
        self.fields[f"quantity_{place}"] = DecimalInputField(
            label=_("Up to this quantity"), required=False, max_digits=18, decimal_places=3
        )
        self.fields[f"criteria_{place}"] = forms.MultipleChoiceField(
            label=_("Criteria of a refusal"),
            choices=codes,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def line_fields(self) -> list[tuple[Line, list[forms.BoundField], list[LineException]]]:
        """Return each line with its fields and who does not agree to it, for the page."""
        parts = ("advice", "quantity", "criteria")
        return [
            (
                row,
                [self[f"{part}_{row.position}"] for part in parts],
                self.exceptions.get(row.position, []),
            )
            for row in self.lines
        ]

    def proposals(self) -> list[LineProposal]:
        """Return the proposal for every line; a cap counts only where one is proposed."""
        data = self.cleaned_data
        return [_proposal(line.position, data) for line in self.lines]


def _proposal(place: int, data: dict[str, Any]) -> LineProposal:
    advice = Advice(data[f"advice_{place}"])
    capped, refused = advice is Advice.CAP, advice is Advice.REFUSE
    return LineProposal(
        position=place,
        advice=advice,
        quantity=data[f"quantity_{place}"] if capped else None,
        criteria=tuple(data[f"criteria_{place}"]) if refused else (),
    )
