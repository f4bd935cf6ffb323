"""The seal whose key never leaves a security module (PKCS#11).

Chosen by `SEALER=core.documents.hsm.ModuleSealer`. The library `python-pkcs11` belongs to the
operator's installation: it needs the module's own driver and is not among the requirements. The
certificates lie in `KEYS_ROOT/seal` as for the software seal; only the key is elsewhere.
"""

import hashlib
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pyhanko.keys import load_cert_from_pemder
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from core.documents import seal_keys
from core.documents.sealing import PadesSealer

DER_OF_NOTHING = b"\x00" * 72  # as long as a P-256 signature can be


class ModuleSealer(PadesSealer):
    """Seals with a P-256 key inside a module."""

    def __init__(self) -> None:
        place = Path(settings.KEYS_ROOT) / "seal"
        missing = [
            name
            for name in (seal_keys.CERTIFICATE, seal_keys.AUTHORITY)
            if not (place / name).is_file()
        ]
        if missing:
            raise ImproperlyConfigured(f"{place} must hold {', '.join(missing)}.")
        authority = load_cert_from_pemder(place / seal_keys.AUTHORITY)
        store = SimpleCertificateStore()
        store.register(authority)
        certificate = load_cert_from_pemder(place / seal_keys.CERTIFICATE)
        super().__init__(ModuleSigner(signing_cert=certificate, cert_registry=store), authority)


class ModuleSigner(Signer):
    """Has the digest signed by the module; one signature at a time in each process."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._lock = Lock()
        self._key: Any = None

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Return the ECDSA signature of `data` (DER); a dry run asks only for its length."""
        if dry_run:
            return DER_OF_NOTHING
        hashed = hashlib.new(digest_algorithm, data).digest()
        mechanism = import_module("pkcs11").Mechanism.ECDSA
        with self._lock:
            raw: bytes = self._open().sign(hashed, mechanism=mechanism)
        half = len(raw) // 2
        return encode_dss_signature(
            int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
        )

    def _open(self) -> Any:
        """Return the key, logging in to the token once in each process."""
        if self._key is None:
            pkcs11 = _library()
            token = pkcs11.lib(settings.SEAL_MODULE).get_token(token_label=settings.SEAL_TOKEN)
            session = token.open(user_pin=_pin())
            self._key = session.get_key(
                object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=settings.SEAL_KEY_LABEL
            )
        return self._key


def _library() -> Any:
    try:
        return import_module("pkcs11")
    except ImportError as error:
        raise ImproperlyConfigured("SEALER asks for a module: install python-pkcs11.") from error


def _pin() -> str:
    """Read the PIN from its file: an environment variable would be seen by every process."""
    try:
        return Path(settings.SEAL_PIN_FILE).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured("SEAL_PIN_FILE cannot be read.") from error
