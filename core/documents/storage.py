"""Files on disk under the SHA-256 of their content: equal bytes are kept once, none overwritten.

A file is visible only when it is whole: it is written beside its place, flushed to the disk and
renamed. A process killed in between leaves a stray part file and nothing else.
"""

import os
import tempfile
from pathlib import Path

from django.conf import settings

from core.base import canonical


class DamagedFile(Exception):
    """The bytes on disk are not the ones that were stored."""


def store(content: bytes) -> str:
    """Keep the bytes and return their SHA-256; storing again changes nothing."""
    digest = canonical.digest(content)
    place = path_of(digest)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(place, content)
    return digest


def open_bytes(digest: str) -> bytes:
    """Return the bytes stored under a digest.

    Raises FileNotFoundError when they are gone and DamagedFile when they are no longer the same.
    """
    content = path_of(digest).read_bytes()
    if canonical.digest(content) != digest:
        raise DamagedFile(digest)
    return content


def discard(digest: str) -> None:
    """Remove bytes that no row refers to (a document that lost the race to be issued)."""
    path_of(digest).unlink(missing_ok=True)


def path_of(digest: str) -> Path:
    """Return where the bytes of a digest lie. Raises ValueError for anything but 64 hex digits."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256")
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:4] / digest


def _write_whole(place: Path, content: bytes) -> None:
    handle, partial = tempfile.mkstemp(prefix=".part-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(partial).chmod(0o640)
        Path(partial).replace(place)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    _flush_folder(place.parent)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
