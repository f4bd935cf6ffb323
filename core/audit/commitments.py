"""Salted digests: a record of which parts can be withheld and the rest still proves the same leaf.

The pattern of RFC 9901 (SD-JWT). Every single value of a record gets a digest over its own salt,
its place and itself; the sorted digests are the commitment, and the digest of the commitment goes
into the log. Whoever is given salt, place and value of a part finds its digest among them; of a
withheld part the reader learns that it exists and nothing else. The salts of all parts come from
one secret kept beside the record, so that they need no rows of their own. Pure; no database.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping

from core.base import canonical

SCHEMA = "dozvil.commitment.1"


def parts(content: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield each single value with its place as a JSON pointer (RFC 6901); {} and [] are values."""
    if isinstance(content, Mapping) and content:
        for name in content:
            escaped = str(name).replace("~", "~0").replace("/", "~1")
            yield from parts(content[name], f"{path}/{escaped}")
    elif isinstance(content, list) and content:
        for number, item in enumerate(content):
            yield from parts(item, f"{path}/{number}")
    else:
        yield path, content


def salt_of(secret: bytes, path: str) -> str:
    """Return the salt of one part: 128 bits that tell nothing about the secret."""
    return hmac.new(secret, path.encode(), hashlib.sha256).hexdigest()[:32]


def part_digest(salt: str, path: str, value: object) -> str:
    """Return the digest under which one part stands in the commitment."""
    return canonical.digest(canonical.dumps([salt, path, value]))


def commitment(content: object, secret: bytes) -> str:
    """Return the canonical text that stands for a record in the log."""
    digests = sorted(
        part_digest(salt_of(secret, path), path, value) for path, value in parts(content)
    )
    return canonical.dumps({"schema": SCHEMA, "sd": digests})
