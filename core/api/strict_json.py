"""Reading JSON as programs of a state should: small, shallow, unambiguous, exact numbers.

RFC 8259 leaves repeated names and huge numbers to the reader; two readers of one message must
never understand two things.
"""

import json
from decimal import Decimal
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.parser import Parser

from core.api.problems import BadCall, FieldError, InvalidFields, TooLarge, WrongMediaType
from core.ui.forms import refuse_hidden_characters

LARGEST = 1024 * 1024
DEEPEST = 16
LONGEST_NUMBER = 40


class StrictParser(Parser):
    """The parser of every call with a JSON content."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the content. Raises BadCall, TooLarge, WrongMediaType or InvalidFields."""
        if request.content_type != "application/json":
            raise WrongMediaType("wrong_media_type", _("Send JSON as application/json."))
        if len(request.body) > LARGEST:
            raise TooLarge("too_large", _("The content is too large."))
        return read(request.body)


def read(content: bytes) -> Any:
    """Return the value of a JSON text. Raises BadCall, or InvalidFields for hidden signs."""
    try:
        value = json.loads(
            content.decode("utf-8"),
            parse_float=_number,
            parse_int=_whole_number,
            parse_constant=_no_constant,
            object_pairs_hook=_object,
        )
    except RecursionError as error:
        raise _broken("too_deep") from error
    except ValueError as error:
        raise _broken("not_json") from error
    _inspect(value, "#", 0)
    return value


def _broken(code: str) -> BadCall:
    return BadCall(code, _("The content is not JSON as it is read here; see the description."))


def _number(text: str) -> Decimal:
    if len(text) > LONGEST_NUMBER:
        raise _broken("long_number")
    return Decimal(text)


def _whole_number(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise _broken("long_number")
    return int(text)


def _no_constant(name: str) -> NoReturn:
    raise _broken("not_a_number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _broken("repeated_name")
    return found


def _inspect(value: Any, pointer: str, depth: int) -> None:
    if depth > DEEPEST:
        raise _broken("too_deep")
    if isinstance(value, str):
        _refuse_unstorable(value, pointer)
    elif isinstance(value, dict):
        for name, item in value.items():
            _refuse_unstorable(name, pointer)
            _inspect(item, f"{pointer}/{name}", depth + 1)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            _inspect(item, f"{pointer}/{place}", depth + 1)


def _refuse_unstorable(text: str, pointer: str) -> None:
    """Refuse what no reader sees or no database holds: NUL, half characters, direction marks."""
    half = any("\ud800" <= letter <= "\udfff" for letter in text)
    try:
        refuse_hidden_characters("\x00" if half else text)
    except ValidationError as error:
        shown = pointer.encode("utf-8", "replace").decode()
        message = " ".join(error.messages)
        found = FieldError("hidden_character", message, pointer=shown)
        raise InvalidFields([found]) from error
