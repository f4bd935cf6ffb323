"""The Ed25519 key that signs checkpoints, in the C2SP signed-note naming.

The key lives under ``settings.KEYS_ROOT``. The demo makes its own; a production site is given one
(``openssl genpkey -algorithm ed25519``) and refuses to sign without it.
"""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FILE = "ledger.pem"
ED25519 = b"\x01"  # algorithm byte of C2SP signed-note
DEFAULT_ORIGIN = "dozvil.example/ledger"


@dataclass(frozen=True)
class VerifyingKey:
    """The public half: what an auditor needs to check a checkpoint."""

    name: str
    public: bytes

    @property
    def fingerprint(self) -> bytes:
        """Four bytes that tell keys of one name apart (C2SP signed-note)."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        encoded = base64.b64encode(ED25519 + self.public).decode()
        return f"{self.name}+{self.fingerprint.hex()}+{encoded}"

    def accepts(self, signature: bytes, text: bytes) -> bool:
        """Say whether ``signature`` is this key's over ``text``."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """The secret half with the log's name."""

    name: str
    private: Ed25519PrivateKey

    @property
    def verifying(self) -> VerifyingKey:
        """The public half of this key."""
        raw = self.private.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
        return VerifyingKey(name=self.name, public=raw)

    def sign(self, text: bytes) -> bytes:
        """Ed25519 signature over the bytes."""
        return self.private.sign(text)


def signing_key() -> SigningKey:
    """Read the log's key; the demo makes one at first use.

    Raises ImproperlyConfigured when a production site has none, or it is no Ed25519 key.
    """
    path = settings.KEYS_ROOT / FILE
    if not path.exists():
        _make(path)
    private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise ImproperlyConfigured(f"{path} is not an Ed25519 key.")
    return SigningKey(name=getattr(settings, "LEDGER_ORIGIN", DEFAULT_ORIGIN), private=private)


def _make(path: Path) -> None:
    if not settings.DEMO:
        raise ImproperlyConfigured(
            f"The log cannot sign without its key: openssl genpkey -algorithm ed25519 -out {path}"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    text = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with NamedTemporaryFile(dir=path.parent) as draft:
        draft.write(text)
        draft.flush()
        try:
            os.link(draft.name, path)  # two processes may start together: the first key stays
        except FileExistsError:
            return
