"""Canonical JSON (RFC 8785): one text for one content, so that a digest means something.

Money and quantities travel as strings and floats are refused: a float has no one text.
The exact text is stored and hashed; it is never rebuilt from parsed data.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BufferedReader
from typing import TypeAlias
from uuid import UUID

import rfc8785
from django.utils.functional import Promise

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"


def dumps(content: object) -> str:
    """Return the canonical text of `content`.

    Decimals, dates, instants (as UTC), UUIDs and lazy texts become strings.
    Raises TypeError for floats and anything without one agreed text.
    """
    return rfc8785.dumps(_plain(content)).decode()


def digest(text: str | bytes) -> str:
    """Return the SHA-256 of a text (as UTF-8) or of bytes: 64 lower-case hex digits."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def digest_file(file: BufferedReader) -> str:
    """Return the SHA-256 of an open file without holding it in memory."""
    return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(value: object) -> Json:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str | Promise | UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _moment_or_amount(value)


def _moment_or_amount(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical text")
