"""What all forms of the draft share: the version seen, and both versions after a stale save."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import Any, ParamSpec

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from core.base import clock
from core.base.errors import InvalidInput
from core.ui import formats
from core.ui.forms import DozvilForm

P = ParamSpec("P")

NOT_ABSURD = _("This is more than can be; check the number.")
POSITIVE = _("Enter a number greater than zero.")
FILES = format_lazy(
    _("PDF, PNG, JPEG, DOCX, XLSX or a P7S signature, at most {limit} MB."),
    limit=settings.MAX_FILE_SIZE // (1024 * 1024),
)
FILE_NEEDED = format_lazy("{} {}", _("Needed before the submission."), FILES)
WIDE = forms.TextInput(attrs={"class": "govuk-!-width-two-thirds"})

#: Exports leave it, so it is never their destination.
HOME = "UA"


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that two people gave differently."""

    label: str
    typed: str
    now: str


class DraftForm(DozvilForm):
    """A section of the draft; `version` is the state of the draft that the person saw.

    A broken or missing version counts as stale: nobody overwrites what nobody saw.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def seen_version(self) -> int:
        """Return the version the form was opened with; -1 when it does not say."""
        version = self.cleaned_data.get("version")
        return -1 if version is None else int(version)

    def answers(self) -> dict[str, Any]:
        """Return the answers without the version and without files."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version" and not isinstance(self.fields[name], forms.FileField)
        }

    def differences(self, now: Mapping[str, Any]) -> list[Difference]:
        """Return where the typed answers differ from what is saved now."""
        typed = self.answers()
        return [
            Difference(str(field.label), _shown(field, typed[name]), _shown(field, now.get(name)))
            for name, field in self.fields.items()
            if name in typed
            and not field.widget.is_hidden
            and (typed[name] or None) != (now.get(name) or None)
        ]

    def retry_from(self, version: int) -> None:
        """Keep everything typed and let the next save start from the version shown now."""
        data = dict(self.data.items())
        self.data = {**data, "version": version}


class ManyFilesInput(forms.ClearableFileInput):
    """A field that takes several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; each is judged by its content when it is received."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=ManyFilesInput(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Return the files sent, in their order."""
        sent: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        if self.required and not any(sent):
            raise ValidationError(self.error_messages["required"], code="required")
        return [super(ManyFilesField, self).clean(one, initial) for one in sent if one]


def required(text: str | Promise) -> dict[str, Any]:
    """Return the error messages of a field that must be filled: what to do, in plain words."""
    return {"required": text}


def by_rule(rule: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    """Ask a rule of the domain; its refusal becomes the error of the field."""
    try:
        rule(*args, **kwargs)
    except InvalidInput as problem:
        raise ValidationError(problem.message, code=problem.code) from problem


def country_choices(*, foreign: bool = False) -> list[tuple[str, str]]:
    """Return the countries by name in the reader's language, without the own one if `foreign`."""
    named = _countries(get_language() or "")
    return [("", "—"), *(pair for pair in named if not (foreign and pair[0] == HOME))]


@cache
def _countries(language: str) -> list[tuple[str, str]]:
    order = str.casefold if language == "en" else _ukrainian_order
    named = [(code, str(name)) for code, name in countries]
    return sorted(named, key=lambda pair: order(itemgetter(1)(pair)))


_ALPHABET = {letter: place for place, letter in enumerate("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")}


def _ukrainian_order(name: str) -> Any:
    # The server and Python sort by code points, which puts Є, І, Ї and Ґ outside the alphabet.
    return [_ALPHABET.get(letter, -1) for letter in name.casefold()]


def _shown(field: forms.Field, value: Any) -> str:
    if value in (None, "", []):
        return "—"
    if isinstance(value, list):
        return ", ".join(_shown(field, one) for one in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, date | Decimal):
        return formats.day(value) if isinstance(value, date) else formats.number(value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return str(value)


def area(rows: int) -> forms.Textarea:
    """Return a field for several lines."""
    return forms.Textarea(attrs={"rows": rows})


def short_input(width: int, **attributes: str) -> forms.TextInput:
    """Return a field as wide as what is usually typed there, in letters."""
    return forms.TextInput(attrs={"class": f"govuk-input--width-{width}", **attributes})


def set_choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Give a field the choices that depend on data or on the reader's language."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def not_later_than_today(given: date | None, message: Any) -> date | None:
    """Return the date, or raise ValidationError with `message` for one that is yet to come."""
    today = clock.today()
    if given and given > today:
        raise ValidationError(message, params={"today": formats.day(today)})
    return given
