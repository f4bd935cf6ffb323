"""A body outside the house that signs checkpoints with its own tool."""

import base64
import time
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.audit.witnesses import Witness


@dataclass(frozen=True)
class Outsider:
    """A witness with its secret."""

    key: Witness
    private: Ed25519PrivateKey

    def sign(self, note: str, seconds: int | None = None) -> str:
        """Return the note with the line of this witness under it."""
        at = int(time.time()) if seconds is None else seconds
        body = note.partition("\n\n")[0] + "\n"
        signature = self.private.sign(f"cosignature/v1\ntime {at}\n{body}".encode())
        content = self.key.fingerprint + at.to_bytes(8, "big") + signature
        return f"{note}\u2014 {self.key.name} {base64.b64encode(content).decode()}\n"


def make_witness(name: str) -> Outsider:
    """Return a new witness."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    return Outsider(Witness(name, public), private)
