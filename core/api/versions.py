"""Optimistic versions as entity tags: `ETag: "7"` with a reading, `If-Match: "7"` with a change."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from core.api.problems import BadCall, VersionMissing

_TAG = re.compile(r'"(\d{1,9})"')


def seen_version(request: HttpRequest) -> int:
    """Return the version the change was made from.

    Raises VersionMissing (428) without If-Match and BadCall for anything but one tag: `*` too,
    because nobody overwrites what nobody saw.
    """
    text = request.headers.get("If-Match", "")
    if not text:
        message = _("Send If-Match with the ETag you read, so that nothing is overwritten unseen.")
        raise VersionMissing("version_missing", message)
    found = _TAG.fullmatch(text.strip())
    if found is None:
        raise BadCall("if_match", _("If-Match holds one ETag as it was read, for example “7”."))
    return int(found.group(1))


def tag(response: HttpResponse, version: int) -> None:
    """Give an answer the version of what it shows."""
    response["ETag"] = f'"{version}"'
