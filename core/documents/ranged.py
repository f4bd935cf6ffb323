"""Large files for a browser that may lose the line: whole, or from where it stopped (RFC 9110, 14).

One range at a time; whoever asks for several gets the whole file, as the standard allows.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

CHUNK = 256 * 1024
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(Exception):
    """The range lies beyond the file."""


def is_beginning(request: HttpRequest) -> bool:
    """Tell whether the file is asked for from its first byte."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    return not asked or asked[1] == "" or int(asked[1]) == 0


def ranged_file(
    request: HttpRequest, path: Path, *, name: str, sha256: str, content_type: str
) -> HttpResponseBase:
    """Return a file on disk as a download that can be resumed; memory stays flat.

    The caller has asked its policy. The entity tag is the digest: a part is sent only of the very
    file that the browser began to fetch.
    """
    size = path.stat().st_size
    tag = f'"{sha256}"'
    try:
        part = _part(request, size, tag)
    except Unsatisfiable:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    first, last = part or (0, size - 1)
    response = StreamingHttpResponse(_read(path, first, last), content_type=content_type)
    if part:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _part(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """Return the first and last byte asked for, or None for the whole file."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    known = request.headers.get("If-Range", tag)
    if asked is None or known != tag or not (asked[1] or asked[2]):
        return None
    if not asked[1]:
        first, last = max(size - int(asked[2]), 0), size - 1
    else:
        first = int(asked[1])
        last = min(int(asked[2]), size - 1) if asked[2] else size - 1
    if asked[1] and asked[2] and int(asked[2]) < first:
        return None
    if first >= size or (not asked[1] and int(asked[2]) == 0):
        raise Unsatisfiable
    return first, last


def _read(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
