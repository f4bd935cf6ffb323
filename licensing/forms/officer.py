"""Forms of officers and of the head."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.reference.selectors import refusal_grounds
from core.ui.forms import DateInputField, DecimalInputField, DozvilForm
from licensing.acts.lines import LineDecision
from licensing.acts.texts import longest_validity
from licensing.forms.version import VersionForm
from licensing.models import LineOutcome, NoteReason
from licensing.snapshot import Line

ANSWER_DAYS = 14


class ReturnForm(VersionForm):
    """Why the application goes back."""

    reasons = forms.CharField(
        label=_("What is missing"),
        help_text=_("The company reads these words as you write them."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )


class AskForm(VersionForm):
    """A question to the applicant."""

    question = forms.CharField(
        label=_("Question"),
        help_text=_("The clock pauses until the company declares its answer complete."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )
    due_on = DateInputField(
        label=_("Answer due on"),
        initial=lambda: clock.today() + timedelta(days=ANSWER_DAYS),
    )


class CommentForm(DozvilForm):
    """The officer's word in a conversation."""

    text = forms.CharField(
        label=_("Your message"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )


class NoteForm(DozvilForm):
    """Why the case may go on although a check asks for attention."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.ChoiceField(
        label=_("Why the case may go on"), choices=NoteReason.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What you looked at"),
        help_text=_("The commission reads these words in the papers of the case."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )


class DecisionForm(VersionForm):
    """What concerns the whole act."""

    valid_until = DateInputField(
        label=_("Permit valid until"),
        help_text=_("The last day. Leave empty when every line is refused."),
        required=False,
    )
    confirmed = forms.BooleanField(
        label=_("I have read the papers and the outcome of the commission"),
        error_messages={"required": _("Confirm that you have read the papers.")},
    )


class LineForm(DozvilForm):
    """The decision on one line."""

    outcome = forms.ChoiceField(
        label=_("Decision"), choices=LineOutcome.choices, widget=forms.RadioSelect
    )
    quantity = DecimalInputField(
        label=_("Permitted quantity"),
        help_text=_("Only for a partial approval: less than the declared quantity."),
        required=False,
        max_digits=18,
        decimal_places=3,
    )
    cap_uk = forms.CharField(label=_("Limit in words, Ukrainian"), required=False, max_length=200)
    cap_en = forms.CharField(label=_("Limit in words, English"), required=False, max_length=200)
    grounds = forms.MultipleChoiceField(
        label=_("Grounds of refusal"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason_uk = forms.CharField(
        label=_("Reasons, Ukrainian"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )
    reason_en = forms.CharField(
        label=_("Reasons, English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )

    def __init__(
        self, *args: Any, line: Line, grounds: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, prefix=f"line-{line.position}", **kwargs)
        self.line = line
        field = self.fields["grounds"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = grounds

    @property
    def needs_grounds(self) -> bool:
        """Tell whether the decision chosen so far withholds something."""
        return self["outcome"].value() in {LineOutcome.CAPPED, LineOutcome.REFUSED}

    def decision(self) -> LineDecision:
        """Return the decision entered; only a valid form has one."""
        entered = self.cleaned_data
        return LineDecision(
            position=self.line.position,
            outcome=entered["outcome"],
            quantity=entered["quantity"],
            cap_uk=entered["cap_uk"],
            cap_en=entered["cap_en"],
            grounds=tuple(entered["grounds"]),
            reason_uk=entered["reason_uk"],
            reason_en=entered["reason_en"],
        )


def line_forms(
    lines: tuple[Line, ...],
    advice: Mapping[int, Mapping[str, Any]],
    data: Mapping[str, Any] | None = None,
) -> list[LineForm]:
    """Return one form per declared line, opened with what the commission advised."""
    grounds = [(ground.code, f"{ground.code} · {ground.title}") for ground in refusal_grounds()]
    return [
        LineForm(data, line=line, grounds=grounds, initial=dict(advice.get(line.position, {})))
        for line in lines
    ]


def usual_validity(kind: str) -> Any:
    """Return the longest lawful last day, as the starting value of the form."""
    return longest_validity(kind, clock.today())


def _paper() -> forms.CharField:
    return forms.CharField(
        label=_("Document the act rests on"),
        help_text=_("Number and date of the letter, order or ruling."),
        required=False,
        max_length=120,
    )


class LicenceActForm(DozvilForm):
    """An act on a licence: ground, reasons and paper."""

    ground = forms.ChoiceField(label=_("Ground"))
    reason = forms.CharField(
        label=_("Reasons"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
    document_ref = _paper()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "—"),
            *((one.code, f"{one.code} · {one.title}") for one in refusal_grounds()),
        ]


class SuspendForm(LicenceActForm):
    """A suspension also says when it is looked at again."""

    review_on = DateInputField(label=_("Review on"), required=False)


class ReinstateForm(DozvilForm):
    """The end of a suspension, or of the licence at the holder's wish."""

    reason = forms.CharField(
        label=_("Reasons"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
    document_ref = _paper()
