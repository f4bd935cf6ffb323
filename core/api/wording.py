"""What is wrong with a value, in the reader's language: pydantic itself speaks English only."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.base.errors import Message

_SENTENCES: dict[str, Message] = {
    "missing": _("This value is missing."),
    "extra_forbidden": _("There is no such field here."),
    "string_type": _("Send a text."),
    "string_too_short": _("This text is empty or too short."),
    "string_too_long": _("This text is too long: at most %(max_length)s characters."),
    "string_pattern_mismatch": _("This value does not have the right form."),
    "int_type": _("Send a whole number."),
    "int_parsing": _("Send a whole number."),
    "int_from_float": _("Send a whole number."),
    "bool_type": _("Send true or false."),
    "bool_parsing": _("Send true or false."),
    "decimal_type": _("Send a number as a text: “12.500”."),
    "decimal_parsing": _("Send a number as a text: “12.500”."),
    "finite_number": _("Send a number as a text: “12.500”."),
    "decimal_max_digits": _("This number has too many digits."),
    "decimal_max_places": _("This number has too many digits after the point."),
    "decimal_whole_digits": _("This number has too many digits."),
    "greater_than": _("This number must be greater than %(gt)s."),
    "greater_than_equal": _("This number must be at least %(ge)s."),
    "less_than_equal": _("This number must be at most %(le)s."),
    "date_type": _("Send a date: 2026-11-24."),
    "date_parsing": _("Send a date: 2026-11-24."),
    "date_from_datetime_parsing": _("Send a date: 2026-11-24."),
    "date_from_datetime_inexact": _("Send a date: 2026-11-24."),
    "uuid_type": _("This is not an identifier."),
    "uuid_parsing": _("This is not an identifier."),
    "enum": _("This is not one of the values in the description."),
    "literal_error": _("This is not one of the values in the description."),
    "list_type": _("Send a list."),
    "too_long": _("This list is too long: at most %(max_length)s."),
    "too_short": _("This list is too short: at least %(min_length)s."),
}
_OTHERWISE = _("This value cannot be accepted.")


def sentence(kind: str, figures: Mapping[str, object]) -> str:
    """Return the sentence for a finding of pydantic, with the figures of its rule."""
    text = str(_SENTENCES.get(kind, _OTHERWISE))
    return text % figures if "%(" in text else text
