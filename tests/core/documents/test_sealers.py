"""Other ways to seal: a key in a security module, a time-stamp authority on the network."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from django.core.exceptions import ImproperlyConfigured
from pyhanko.sign.timestamps import TimestampRequestError

from core.base import canonical
from core.documents import pdf, seal_keys
from core.documents.sealing import check_seal, sealer
from tests.core.documents.samples import licence
from tests.core.documents.stampers import STAMPED, served, stamping_authority


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


@pytest.fixture(scope="module")
def authority() -> Iterator[str]:
    with served(stamping_authority()) as address:
        yield address


def test_the_seal_carries_the_time_that_an_authority_vouches_for(
    plain: bytes, authority: str, settings
):
    assert check_seal(sealer().seal(plain)).stamped_at is None
    settings.TIMESTAMP_URL = f"{authority}/stamp"
    sealed = sealer().seal(plain)
    report = check_seal(sealed)
    assert report.holds
    assert report.stamped_at == STAMPED


def test_without_an_answer_of_the_authority_nothing_is_sealed(
    plain: bytes, authority: str, settings
):
    settings.TIMESTAMP_URL = f"{authority}/away"
    with pytest.raises(TimestampRequestError):
        sealer().seal(plain)
