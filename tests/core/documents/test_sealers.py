"""Other ways to seal: a key in a security module, a time-stamp authority on the network."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.core.exceptions import ImproperlyConfigured
from pyhanko.sign.timestamps import DummyTimeStamper, TimestampRequestError

from core.base import canonical
from core.documents import pdf, seal_keys
from core.documents.sealing import check_seal, sealer
from tests.core.documents.samples import licence

STAMPED = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def plain() -> bytes:
    record = licence()
    return pdf.render("licence", record, canonical.dumps(record))


# A security module that is played here: it holds the key and answers as PKCS#11 does.


class FakeKey:
    def __init__(self, private: ec.EllipticCurvePrivateKey) -> None:
        self.private = private

    def sign(self, hashed: bytes, mechanism: str) -> bytes:
        assert (mechanism, len(hashed)) == ("ECDSA", 32)
        der = self.private.sign(hashed, ec.ECDSA(Prehashed(hashes.SHA256())))
        return b"".join(part.to_bytes(32, "big") for part in decode_dss_signature(der))


class FakeModule:
    """One token with one key; it counts who logs in."""

    def __init__(self, private: ec.EllipticCurvePrivateKey) -> None:
        self.key = FakeKey(private)
        self.pins: list[str] = []
        self.Mechanism = SimpleNamespace(ECDSA="ECDSA")
        self.ObjectClass = SimpleNamespace(PRIVATE_KEY="private")

    def lib(self, path: str) -> "FakeModule":
        assert path == "/opt/module.so"
        return self

    def get_token(self, *, token_label: str) -> "FakeModule":
        assert token_label == "dozvil"
        return self

    def open(self, *, user_pin: str) -> "FakeModule":
        self.pins.append(user_pin)
        return self

    def get_key(self, *, object_class: str, label: str) -> FakeKey:
        assert (object_class, label) == ("private", "seal")
        return self.key


@pytest.fixture
def module(settings, tmp_path: Path, monkeypatch) -> FakeModule:
    settings.KEYS_ROOT = tmp_path
    place = seal_keys.folder()
    file = place / seal_keys.KEY
    made = FakeModule(serialization.load_pem_private_key(file.read_bytes(), None))
    file.unlink()  # the key is in the module and nowhere else
    (tmp_path / "pin").write_text("4711\n")
    settings.SEALER = "core.documents.hsm.ModuleSealer"
    settings.SEAL_MODULE, settings.SEAL_PIN_FILE = "/opt/module.so", str(tmp_path / "pin")
    monkeypatch.setitem(sys.modules, "pkcs11", made)
    return made


def test_a_module_seals_and_its_pin_is_asked_once(plain: bytes, module: FakeModule):
    for _ in range(2):
        sealed = sealer().seal(plain)
        assert check_seal(sealed).holds
        assert sealed.startswith(plain)
    assert module.pins == ["4711"]


def test_a_module_that_is_not_there_is_said_in_plain_words(
    plain: bytes, module: FakeModule, settings, monkeypatch
):
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(ImproperlyConfigured, match="python-pkcs11"):
        sealer().signer._open()
    monkeypatch.setitem(sys.modules, "pkcs11", module)
    settings.SEAL_PIN_FILE = "/nowhere"
    with pytest.raises(ImproperlyConfigured, match="SEAL_PIN_FILE"):
        sealer().seal(plain)


def test_without_its_certificate_a_module_does_not_seal(settings, tmp_path: Path):
    settings.KEYS_ROOT = tmp_path
    settings.SEALER = "core.documents.hsm.ModuleSealer"
    with pytest.raises(ImproperlyConfigured, match=r"seal-certificate\.pem"):
        sealer()


# A time-stamp authority that is served here.


def stamping_authority() -> DummyTimeStamper:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test time-stamp authority")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(seal_keys.FIRST_DAY)
        .not_valid_after(seal_keys.LAST_DAY)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    der = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = certificate.public_bytes(serialization.Encoding.DER)
    return DummyTimeStamper(
        asn1_x509.Certificate.load(public), keys.PrivateKeyInfo.load(der), fixed_dt=STAMPED
    )


@pytest.fixture(scope="module")
def authority() -> Iterator[HTTPServer]:
    stamper = stamping_authority()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200 if self.path == "/stamp" else 503)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Desk)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_the_seal_carries_the_time_that_an_authority_vouches_for(
    plain: bytes, authority: HTTPServer, settings
):
    assert check_seal(sealer().seal(plain)).stamped_at is None
    settings.TIMESTAMP_URL = f"http://127.0.0.1:{authority.server_port}/stamp"
    sealed = sealer().seal(plain)
    report = check_seal(sealed)
    assert report.holds
    assert report.stamped_at == STAMPED


def test_without_an_answer_of_the_authority_nothing_is_sealed(
    plain: bytes, authority: HTTPServer, settings
):
    settings.TIMESTAMP_URL = f"http://127.0.0.1:{authority.server_port}/away"
    with pytest.raises(TimestampRequestError):
        sealer().seal(plain)
