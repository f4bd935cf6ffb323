"""Forms of the judgement of hits and of the import of lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.screening.models import Format, WatchList
from core.ui.forms import DozvilForm
from licensing.forms.version import VersionForm
from licensing.models import ClearanceReason


class ClearanceForm(VersionForm):
    """Why the two are not the same."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=ClearanceReason.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What you compared"),
        help_text=_("Another person confirms on the strength of these words."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class MatchForm(VersionForm):
    """Why the two are the same. It shares its page with the other form, so it names its ids."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="match_%s", **kwargs)

    text = forms.CharField(
        label=_("What you compared"),
        help_text=_("A true match bars every case with this party; no vote can override it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class ImportForm(DozvilForm):
    """A publisher's file."""

    watch_list = forms.ChoiceField(label=_("List"))
    list_format = forms.ChoiceField(label=_("Format of the file"))
    label = forms.CharField(
        label=_("Edition"),
        help_text=_("As the publisher calls it, for example its date."),
        max_length=120,
    )
    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = [(one.code, one.name) for one in WatchList.objects.all()]
        self._offer("watch_list", lists)
        self._offer("list_format", list(Format.choices))

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
