"""Forms of notes and of findings by criterion."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.reference.models import Criterion
from core.ui.forms import DozvilForm
from licensing.models.notes import CriterionRisk


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """People ticked by full name and office."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name and the office in the reader's language."""
        return f"{obj.full_name}, {obj.title}" if obj.title else str(obj.full_name)


class NoteForm(DozvilForm):
    """A note and who is to read it."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("Officials who may open the case read it. It stays as you write it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    mentioned = PeopleField(
        label=_("Who is to read it"),
        help_text=_("They get a notice."),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["mentioned"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = people


class AssessForm(DozvilForm):
    """What was found under one criterion, and what it rests on."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    criterion = forms.ChoiceField(label=_("Criterion"))
    risk = forms.ChoiceField(
        label=_("What you found"), choices=CriterionRisk.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reasons"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_("Documents, sources, dates: what another person can look up."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["criterion"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((one.code, f"{one.code} · {one.title}") for one in criteria)]
