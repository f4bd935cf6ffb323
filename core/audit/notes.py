"""Checkpoints as text: C2SP tlog-checkpoint inside a signed note. Pure; no database.

dozvil.example/ledger
1742
6bHb…=

— dozvil.example/ledger Kx9…=
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from core.audit.keys import SigningKey, VerifyingKey

MARK = "\u2014 "  # em dash and space open a signature line


@dataclass(frozen=True)
class Head:
    """What a checkpoint claims: this log had ``size`` entries under ``root``."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The signed part of the note."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(size: int, root: bytes, key: SigningKey) -> str:
    """Return the signed note for a tree head."""
    text = Head(origin=key.name, size=size, root=root).text()
    signed = key.verifying.fingerprint + key.sign(text.encode())
    return f"{text}\n{MARK}{key.name} {base64.b64encode(signed).decode()}\n"


def parse(note: str) -> Head:
    """Read the claim of a note. Raises ValueError when it is no checkpoint."""
    text, _, signatures = note.partition("\n\n")
    lines = text.split("\n")
    if len(lines) < 3 or not signatures:
        raise ValueError("not a signed checkpoint")
    root = base64.b64decode(lines[2], validate=True)
    if not lines[1].isascii() or not lines[1].isdigit() or len(root) != 32:
        raise ValueError("not a signed checkpoint")
    return Head(origin=lines[0], size=int(lines[1]), root=root)


def body(note: str) -> str:
    """Return the part of a note that is signed."""
    return note.partition("\n\n")[0] + "\n"


def is_signed_by(note: str, key: VerifyingKey) -> bool:
    """Say whether the note carries a valid signature of this key."""
    text, _, signatures = note.partition("\n\n")
    candidates = (_signature(line, key) for line in signatures.splitlines())
    signed = f"{text}\n".encode()
    return any(candidate and key.accepts(candidate, signed) for candidate in candidates)


def _signature(line: str, key: VerifyingKey) -> bytes | None:
    """The raw signature of a line, if the line is this key's."""
    if not line.startswith(f"{MARK}{key.name} "):
        return None
    try:
        content = base64.b64decode(line.rpartition(" ")[2], validate=True)
    except binascii.Error:
        return None
    return content[4:] if content[:4] == key.fingerprint else None
