"""What all parts of the check share: one way to say that something does not hold."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class Broken(Exception):
    """Something does not hold."""


def require(holds: object, *words: object) -> None:
    """Raise Broken with the words unless it holds."""
    if not holds:
        raise Broken(" ".join(map(str, words)))


def digest(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(content: Any) -> str:
    """RFC 8785 for content without floats, as all our records are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def lines(path: Path) -> Iterator[str]:
    """The lines of a file; a text may hold other line ends than LF."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.removesuffix("\n")
