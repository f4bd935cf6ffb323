"""Forms of the protocol: a statement, a comment, an addendum."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.models import AgendaItem, ItemState
from core.ui.forms import DozvilForm


class StatementForm(DozvilForm):
    """Who spoke and what was said."""

    speaker = forms.CharField(
        label=_("Who spoke"),
        help_text=_("Name and office, as the protocol is to print them."),
        max_length=200,
    )
    text = forms.CharField(
        label=_("What was said, in Ukrainian"),
        help_text=_("When correcting, leave empty to take the statement out."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
    )


class CommentForm(DozvilForm):
    """What should change."""

    text = forms.CharField(
        label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 3}), max_length=3000
    )


class AddendumForm(DozvilForm):
    """What is added to a signed protocol, to which item, and why."""

    position = forms.TypedChoiceField(
        label=_("What it is about"), coerce=int, empty_value=None, required=False
    )
    text = forms.CharField(
        label=_("What is added or corrected, in Ukrainian"),
        help_text=_("Say what the protocol says, and what is right."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
    )
    reason = forms.CharField(
        label=_("Why, in Ukrainian"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

    def __init__(self, *args: Any, items: Iterable[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["position"]
        assert isinstance(choice, forms.TypedChoiceField)
        heard = [row for row in items if row.state != ItemState.WITHDRAWN]
        choice.choices = [
            ("", _("The protocol as a whole")),
            *((row.position, f"{row.position}. {row.application.number}") for row in heard),
        ]
