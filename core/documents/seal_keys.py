"""The key of the software seal: made once for the demo, given by the operator in production.

A folder `seal` under KEYS_ROOT holds the key, its certificate and that of the issuing authority.
The demo's authority signs one certificate and its key is thrown away.
"""

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY, CERTIFICATE, AUTHORITY = "seal-key.pem", "seal-certificate.pem", "seal-authority.pem"
FIRST_DAY, LAST_DAY = datetime(2020, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)


def folder() -> Path:
    """Return the folder of the seal, made on first use in the demo.

    Raises ImproperlyConfigured outside the demo: a production site never invents its own seal.
    """
    place = Path(settings.KEYS_ROOT) / "seal"
    if is_complete(place):
        return place
    if not settings.DEMO:
        raise ImproperlyConfigured(f"{place} must hold {KEY}, {CERTIFICATE} and {AUTHORITY}.")
    _make_once(place)
    return place


def is_complete(place: Path) -> bool:
    """Tell whether key and certificates are in place."""
    return all((place / name).is_file() for name in (KEY, CERTIFICATE, AUTHORITY))


def _make_once(place: Path) -> None:
    """Make the folder whole or not at all; when two processes try, the first one wins."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".seal-", dir=place.parent))
    _make_test_seal(draft)
    try:
        draft.rename(place)
    except OSError:
        shutil.rmtree(draft)
        if not is_complete(place):
            raise


def _make_test_seal(target: Path) -> None:
    authority_key, seal_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = _name("Dozvil test authority")
    authority = _certificate(issuer, authority_key, issuer, authority_key, is_authority=True)
    seal = _certificate(
        _name("Dozvil test seal"), seal_key, issuer, authority_key, is_authority=False
    )
    _write(target / KEY, _private(seal_key))
    _write(target / CERTIFICATE, seal.public_bytes(serialization.Encoding.PEM))
    _write(target / AUTHORITY, authority.public_bytes(serialization.Encoding.PEM))


def _name(common: str) -> x509.Name:
    words = {
        NameOID.COUNTRY_NAME: "UA",
        NameOID.ORGANIZATION_NAME: "State Export Control Authority (specimen)",
        NameOID.COMMON_NAME: common,
    }
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in words.items()])


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    is_authority: bool,
) -> x509.Certificate:
    public = key.public_key()
    identifier = x509.SubjectKeyIdentifier.from_public_key
    authority_identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key
    builder = (
        x509.CertificateBuilder(issuer, subject, public, x509.random_serial_number())
        .not_valid_before(FIRST_DAY)
        .not_valid_after(LAST_DAY)
        .add_extension(x509.BasicConstraints(is_authority, 0 if is_authority else None), True)
        .add_extension(_usage(is_authority), True)
        .add_extension(identifier(public), False)
        .add_extension(authority_identifier(issuer_key.public_key()), False)
    )
    return builder.sign(issuer_key, hashes.SHA256())


def _usage(is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
