"""Forms of members and chair: the ballot, a conflict, the casting vote."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.models import RecusalKind, VoteChoice
from core.reference.models import Criterion
from core.ui.forms import DozvilForm

#: The shape beside each choice (visual-language.md, section 3).
SHAPES = {VoteChoice.FOR: "plus", VoteChoice.AGAINST: "minus", VoteChoice.ABSTAIN: "ring"}


class BallotForm(DozvilForm):
    """One paper for one text in one vote; `revision` tells a second window from a wish to change.

    `round` holds the vote that the page showed: sent again, the form is not good for the next one.
    """

    round = forms.UUIDField(widget=forms.HiddenInput)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    choice = forms.ChoiceField(
        label=_("Your vote"),
        choices=VoteChoice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how your seat votes.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed to vote against or to abstain. It enters the protocol word for word."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
    )
    criteria = forms.MultipleChoiceField(
        label=_("Criteria that speak against"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["criteria"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(row.code, f"{row.code}. {row.title}") for row in criteria]

    def options(self) -> list[tuple[Any, str]]:
        """Return each choice with its shape, for the three big fields."""
        shapes = list(SHAPES.values())
        return list(zip(self["choice"], shapes, strict=True))

    def choice_words(self) -> str:
        """Return the choice in words, for the confirmation."""
        return str(VoteChoice(self.cleaned_data["choice"]).label)


class ConflictForm(DozvilForm):
    """Which kind of conflict, and its ground."""

    kind = forms.ChoiceField(
        label=_("Whose conflict"),
        choices=(
            (RecusalKind.PERSONAL.value, _("Mine: the alternate may vote")),
            (RecusalKind.INSTITUTIONAL.value, _("My department's: the seat leaves the item")),
        ),
        widget=forms.RadioSelect,
        initial=RecusalKind.PERSONAL,
    )
    ground = forms.CharField(
        label=_("Ground"),
        help_text=_("It enters the protocol. A declared conflict cannot be taken back."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class DissentForm(DozvilForm):
    """The separate opinion, word for word."""

    text = forms.CharField(
        label=_("Your separate opinion"),
        help_text=_("It is annexed to the protocol word for word and cannot be edited."),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=10_000,
    )


class CastingForm(DozvilForm):
    """For or against, with the reason."""

    choice = forms.ChoiceField(
        label=_("Casting vote"),
        choices=[(c.value, c.label) for c in (VoteChoice.FOR, VoteChoice.AGAINST)],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
