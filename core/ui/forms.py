"""Forms with GOV.UK markup: renderer, base form and the fields that people here fill in.

Every form of the house is a `DozvilForm`; a template shows it with `{{ form }}` or field by field
with `{{ form.name.as_field_group }}`, after `{% error_summary form %}`.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from core.base.errors import InvalidInput
from core.ui.formats import number

CLASSES = {
    "text": "govuk-input",
    "email": "govuk-input",
    "number": "govuk-input",
    "password": "govuk-input",
    "date": "govuk-input",
    "url": "govuk-input",
    "search": "govuk-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "checkbox": "govuk-checkboxes__input",
    "file": "govuk-file-upload",
    "clearable_file_input": "govuk-file-upload",
}

# Bidirectional controls can make a name read as another; the joiners of emoji do no harm.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
ALLOWED_CONTROLS = frozenset("\n\r\t")


class GovukRenderer(TemplatesSetting):
    """Render every form, libraries' too, with `templates/django/forms/` and our classes."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/group.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Put the class of its kind on a widget, beside the ones it has."""
        kind = template_name.rpartition("/")[2].removesuffix(".html")
        if "widget" in context and kind in CLASSES:
            attributes = context["widget"]["attrs"]
            own = [
                name for name in str(attributes.get("class", "")).split() if name != CLASSES[kind]
            ]
            attributes["class"] = " ".join([CLASSES[kind], *own])
        return super().render(template_name, context, request)


def refuse_hidden_characters(text: str) -> None:
    """Raise ValidationError for control characters that a reader cannot see."""
    # A field of ids is a text field too, and its value is not a text any more.
    for letter in str(text):
        hidden = unicodedata.category(letter) == "Cc" and letter not in ALLOWED_CONTROLS
        if hidden or letter in BIDI_CONTROLS:
            raise ValidationError(
                _("Remove the hidden control character (U+%(code)s) from the text."),
                code="hidden_character",
                params={"code": f"{ord(letter):04X}"},
            )


class DozvilForm(forms.Form):
    """A form that marks what is optional and refuses characters nobody can see."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators = [refuse_hidden_characters, *field.validators]
            if (
                field.error_messages.get("required")
                == forms.Field.default_error_messages["required"]
            ):
                field.error_messages["required"] = _say_what_is_missing(field)

    def refuse(self, problem: InvalidInput) -> None:
        """Show a refusal of the domain at its field, or above the form when it has none."""
        field = problem.field if problem.field in self.fields else None
        self.add_error(field, problem.message)

    def showing_refusals(self) -> "Refusals":
        """Return a block for what a sent form asks for; a refusal ends it and stands on the form.

        The block itself returns the answer to a deed that was done; what follows it is the page of
        a form that was refused.
        """
        return Refusals(self)


class Refusals:
    """A block whose `InvalidInput` is shown on a form instead of leaving it."""

    def __init__(self, form: DozvilForm) -> None:
        self._form = form

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _kind: object, problem: BaseException | None, _trace: object) -> bool:
        """Take the refusal; let every other fault go on."""
        if not isinstance(problem, InvalidInput):
            return False
        self._form.refuse(problem)
        return True


def _say_what_is_missing(field: forms.Field) -> str:
    """Name the field: above the form three times "this field is required" helps nobody."""
    chosen = isinstance(field, forms.ChoiceField)
    text = _("%(label)s: choose one.") if chosen else _("%(label)s: fill in this field.")
    return text % {"label": field.label or ""}


class DateInputField(forms.DateField):
    """A date typed as 24.11.2026; ISO is accepted too."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"])
        kwargs.setdefault("help_text", _("For example, 24.11.2026"))
        attributes = {"class": "govuk-input--width-10"}
        kwargs.setdefault("widget", forms.DateInput(attrs=attributes, format="%d.%m.%Y"))
        kwargs.setdefault(
            "error_messages", {"invalid": _("Enter a real date, for example 24.11.2026.")}
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a date as it is typed here."""
        return f"{value:%d.%m.%Y}" if isinstance(value, date) else value


class DecimalInputField(forms.DecimalField):
    """A number with comma or point, with or without spaces between thousands."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"class": "govuk-input--width-10", "inputmode": "decimal"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attributes))
        kwargs.setdefault("error_messages", {"invalid": _("Enter a number, for example 1250,50.")})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Read the number as people write it."""
        if isinstance(value, str):
            value = re.sub(r"[\s\u00a0\u202f]", "", value).replace(",", ".").replace("\u2212", "-")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number in the reader's language, and what was typed as it was typed."""
        return number(value) if isinstance(value, Decimal) else value


def errors_of(form: forms.BaseForm) -> list[dict[str, str]]:
    """Return the errors in page order, each with the id of the field to jump to."""
    found = [{"text": str(text), "target": ""} for text in form.non_field_errors()]
    for bound in form:
        target = bound.id_for_label or bound.auto_id
        if isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            target = f"{bound.auto_id}_0"
        found += [{"text": str(text), "target": target} for text in bound.errors]
    return found
