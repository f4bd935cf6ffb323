"""The seal: holds on what was sealed, breaks with one bit, and can be checked without us."""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.base import canonical
from core.documents import pdf, seal_keys
from core.documents.sealing import check_seal, sealer
from tests.core.documents.samples import licence


@pytest.fixture(scope="module")
def plain() -> bytes:
    record = licence()
    return pdf.render("licence", record, canonical.dumps(record))


@pytest.fixture
def sealed(plain: bytes) -> bytes:
    return sealer().seal(plain)


def test_the_seal_holds_and_keeps_the_unsealed_bytes_as_prefix(plain: bytes, sealed: bytes) -> None:
    report = check_seal(sealed)
    assert report.holds
    assert report.signer == "Dozvil test seal"
    assert sealed.startswith(plain)
    assert sealer().seal(plain).startswith(plain)


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_one_flipped_bit_is_found(plain: bytes, sealed: bytes, place: float) -> None:
    damaged = bytearray(sealed)
    damaged[int(len(plain) * place)] ^= 1
    assert not check_seal(bytes(damaged)).holds


def test_added_bytes_and_missing_seals_are_found(plain: bytes, sealed: bytes) -> None:
    assert not check_seal(sealed + b"\n% more").holds
    assert not check_seal(plain).holds
    assert not check_seal(b"").holds
    assert not check_seal(b"%PDF-1.7\n%%EOF").holds


def test_a_seal_of_another_authority_is_not_trusted(
    plain: bytes, sealed: bytes, settings, tmp_path: Path
) -> None:
    settings.KEYS_ROOT = tmp_path
    report = check_seal(sealed)
    assert report.intact
    assert not report.trusted
    assert not report.holds
    assert check_seal(sealer().seal(plain)).holds


def test_openssl_accepts_the_seal_without_our_code(sealed: bytes, tmp_path: Path) -> None:
    first, first_size, second, second_size = map(
        int, re.search(rb"/ByteRange ?\[(\d+) (\d+) (\d+) (\d+)", sealed).groups()
    )
    signed = sealed[first : first + first_size] + sealed[second : second + second_size]
    signature = bytes.fromhex(sealed[first_size + 1 : second - 1].decode())
    length = int.from_bytes(signature[2:4], "big") + 4
    (tmp_path / "signed").write_bytes(signed)
    (tmp_path / "signature.p7s").write_bytes(signature[:length])
    authority = seal_keys.folder() / seal_keys.AUTHORITY
    command = [
        *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any"),
        *("-in", "signature.p7s", "-content", "signed", "-CAfile", str(authority), "-out", "out"),
    ]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "successful" in run.stderr
    (tmp_path / "signed").write_bytes(signed.replace(b"DL-2026", b"DL-2027", 1) + b" ")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode


def test_many_processes_starting_at_once_make_one_seal(settings, tmp_path: Path) -> None:
    settings.KEYS_ROOT = tmp_path / "keys"
    with ThreadPoolExecutor(8) as pool:
        places = list(pool.map(lambda _: seal_keys.folder(), range(8)))
    assert len(set(places)) == 1
    assert [entry.name for entry in (tmp_path / "keys").iterdir()] == ["seal"]
    assert (places[0] / seal_keys.KEY).stat().st_mode & 0o777 == 0o600


def test_production_never_invents_a_seal(settings, tmp_path: Path) -> None:
    settings.KEYS_ROOT, settings.DEMO = tmp_path, False
    with pytest.raises(ImproperlyConfigured):
        seal_keys.folder()
