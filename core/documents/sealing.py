"""The electronic seal of the authority on a finished PDF (PAdES), and its check.

Baseline B-B without a network; B-T where `TIMESTAMP_URL` names a time-stamp authority (RFC 3161).

The seal is an incremental update: the unsealed bytes stay an exact prefix of the sealed ones, so
the record can be printed again and compared. It certifies the file: no change is allowed after it.
Which key is used is configuration: `settings.SEALER` names a class with the method of `Sealer`.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Protocol, cast

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils.module_loading import import_string
from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel, TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from core.documents import seal_keys

FIELD = "AuthoritySeal"
TIMESTAMP_SECONDS = 10


class Sealer(Protocol):
    """Whatever holds the key of the seal: a file, a security module, a remote service."""

    def seal(self, pdf: bytes) -> bytes:
        """Return the PDF with one certifying seal appended."""

    def authorities(self) -> list[x509.Certificate]:
        """Return the certificates that a genuine seal leads back to."""


@dataclass(frozen=True)
class SealReport:
    """What the check of a seal found; `signer` is the name in its certificate ("" without one)."""

    intact: bool
    trusted: bool
    covers_whole_file: bool
    signer: str = ""
    stamped_at: datetime | None = None
    """The instant that a time-stamp authority vouches for; its certificate is not judged here."""

    @property
    def holds(self) -> bool:
        """Tell whether the file is exactly what the authority sealed."""
        return self.intact and self.trusted and self.covers_whole_file


class KeptKeySigner(SimpleSigner):
    """Signs with a key that is parsed once; the base class parses it for every signature."""

    key: ec.EllipticCurvePrivateKey

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Return the ECDSA signature of `data`."""
        algorithm = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384()}[digest_algorithm]
        return self.key.sign(data, ec.ECDSA(algorithm))


class PadesSealer:
    """Puts one certifying, invisible seal on a PDF with the signer that it is given."""

    def __init__(self, signer: Signer, authority: x509.Certificate) -> None:
        self.authority = authority
        self.signer = signer
        self.timestamper = timestamper()
        self.metadata = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )

    def seal(self, pdf: bytes) -> bytes:
        """Return the PDF with one certifying seal appended; the field is invisible."""
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        field = SigFieldSpec(FIELD, on_page=0, readable_field_name="Електронна печатка органу")
        signer = PdfSigner(
            self.metadata, self.signer, timestamper=self.timestamper, new_field_spec=field
        )
        out = BytesIO()
        signer.sign_pdf(writer, output=out)
        return out.getvalue()

    def authorities(self) -> list[x509.Certificate]:
        """Return the certificate of the authority that issued the seal's certificate."""
        return [self.authority]


class SoftwareSealer(PadesSealer):
    """Seals with a P-256 key kept in a file; the demo makes its own (`seal_keys`)."""

    def __init__(self) -> None:
        place = seal_keys.folder()
        authority = load_cert_from_pemder(place / seal_keys.AUTHORITY)
        super().__init__(_signer(place, authority), authority)


def timestamper() -> HTTPTimeStamper | None:
    """Return the client of the configured time-stamp authority, or None.

    A document whose stamp cannot be had is not sealed: its outbox entry waits and is tried again.
    """
    url = settings.TIMESTAMP_URL
    return HTTPTimeStamper(url, timeout=TIMESTAMP_SECONDS) if url else None


def sealer() -> Sealer:
    """Return the configured sealer, made once for each configuration of the process."""
    return _sealer(settings.SEALER, str(settings.KEYS_ROOT), settings.TIMESTAMP_URL)


def check_seal(pdf: bytes) -> SealReport:
    """Check the seal of a document. Anything that cannot be read counts as not intact."""
    broken = SealReport(intact=False, trusted=False, covers_whole_file=False)
    context = ValidationContext(trust_roots=sealer().authorities(), allow_fetching=False)
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not signatures:
            return broken
        status = validate_pdf_signature(signatures[0], context)
    except (PdfError, SignatureValidationError, ValueError, KeyError, TypeError):
        return broken
    return SealReport(
        intact=status.intact and status.valid and status.docmdp_ok is not False,
        trusted=status.trusted,
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        signer=status.signing_cert.subject.native.get("common_name", ""),
        stamped_at=_stamped_at(status.timestamp_validity),
    )


def _stamped_at(stamp: TimestampSignatureStatus | None) -> datetime | None:
    return stamp.timestamp if stamp and stamp.intact and stamp.valid else None


@lru_cache(maxsize=4)
def _sealer(path: str, keys_root: str, timestamp_url: str) -> Sealer:
    # The last two are here for the cache: another folder is another key.
    return cast(Sealer, import_string(path)())


def _signer(place: Path, authority: x509.Certificate) -> KeptKeySigner:
    store = SimpleCertificateStore()
    store.register(authority)
    key_file = place / seal_keys.KEY
    signer = KeptKeySigner(
        signing_cert=load_cert_from_pemder(place / seal_keys.CERTIFICATE),
        signing_key=load_private_key_from_pemder(key_file, passphrase=None),
        cert_registry=store,
    )
    key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
    signer.key = cast(ec.EllipticCurvePrivateKey, key)
    return signer
