"""Cursor paging: a list answers with `items` and with `next`, the cursor of the page after it."""

import base64
import binascii

from django.utils.translation import gettext_lazy as _

from core.api.problems import FieldError, InvalidFields

LONGEST = 4000


def cursor(key: str) -> str | None:
    """Return the cursor for the key after which the next page starts; None on the last page."""
    return base64.urlsafe_b64encode(key.encode()).decode() if key else None


def key_of(after: str) -> str:
    """Return the key in a cursor; "" starts at the first page. Raises InvalidFields."""
    try:
        key = base64.b64decode(after[:LONGEST], altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise _unknown() from error
    if "\x00" in key:
        raise _unknown()
    return key


def _unknown() -> InvalidFields:
    message = _("This is not a cursor; take “next” of the page before.")
    return InvalidFields([FieldError("cursor", message, parameter="after")])
