"""The answers of a page's form as the content of a call: one set of rules for people and programs.

`content_of` describes the fields of a form as a schema, without touching the database; `answers`
runs the form itself over what was sent, so its sentences come back at their fields.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar, cast
from uuid import UUID

from django import forms
from django.utils.translation import override
from pydantic import Field, create_model

from core.api.problems import FieldError, InvalidFields
from core.api.schemas import AsText, Sent
from core.ui.forms import DozvilForm

Form = TypeVar("Form", bound=DozvilForm)

MOST_CHOSEN = 300
LONGEST_CHOICE = 40
MOST_DIGITS = 18


def content_of(
    form: type[DozvilForm],
    name: str,
    *,
    optional: Collection[str] = (),
    base: type[Sent] = Sent,
) -> type[Sent]:
    """Return a schema named `name` with the fields of a form that are neither files nor hidden.

    `optional` are fields that a program may leave out although this form asks for them; `base`
    describes what a program says beside the form, such as a reference to the catalogue.
    """
    fields: dict[str, Any] = {}
    with override("en"):
        for key, field in form.base_fields.items():
            if isinstance(field, forms.FileField) or field.widget.is_hidden:
                continue
            kind, rules = _type_of(field)
            exact, label = Annotated[kind, Field(**rules)], str(field.label)
            if field.initial is not None:
                fields[key] = (exact, Field(field.initial, description=label))
            elif field.required and key not in optional:
                fields[key] = (exact, Field(..., description=label))
            else:
                fields[key] = (exact | None, Field(None, description=label))
    return create_model(name, __base__=base, __doc__=form.__doc__, **fields)


def answers(form: type[Form], sent: Sent, **given: Any) -> Form:
    """Return the form, valid, filled with what was sent. Raises InvalidFields.

    `given` are answers for what the call leaves out, such as the facts of a product.
    """
    said = sent.model_dump(exclude_none=True)
    filled = form({name: _typed(value) for name, value in (given | said).items()})
    if filled.is_valid():
        return filled
    raise InvalidFields(
        [
            FieldError(
                error.code or "invalid", " ".join(error.messages), pointer=_pointer(form, name)
            )
            for name, errors in filled.errors.as_data().items()
            for error in errors
        ]
    )


def _pointer(form: type[DozvilForm], name: str) -> str:
    return f"#/{name}" if name in form.base_fields else "#"


def _type_of(field: forms.Field) -> tuple[Any, dict[str, Any]]:
    if isinstance(field, forms.BooleanField):
        return bool, {}
    if isinstance(field, forms.DateField):
        return date, {}
    if isinstance(field, forms.DecimalField):
        digits, places = field.max_digits or MOST_DIGITS, field.decimal_places or 0
        # How large it may be is a rule of the form, told in its own words.
        return Annotated[Decimal, AsText(digits, places)], {}
    if isinstance(field, forms.MultipleChoiceField):
        return list[Annotated[str, Field(max_length=LONGEST_CHOICE)]], {"max_length": MOST_CHOSEN}
    if isinstance(field, forms.ChoiceField):
        return _choice(field)
    return str, {"max_length": getattr(field, "max_length", None), "min_length": 0}


def _choice(field: forms.ChoiceField) -> tuple[Any, dict[str, Any]]:
    listed = cast(list[tuple[str, object]], field.choices)
    values = tuple(str(value) for value, _label in listed if value != "")
    # Choices that come from data or depend on the language are checked by the form.
    return (Literal[values], {}) if values else (str, {"max_length": LONGEST_CHOICE})


def _typed(value: Any) -> Any:
    """Return a value as it would be typed into a form."""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
