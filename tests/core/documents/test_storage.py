"""Content-addressed files: whole or absent, found changed when changed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.base import canonical
from core.base.errors import NotAllowed
from core.documents import storage
from core.documents.models import Scan, StoredFile
from core.documents.views import file_response


def test_equal_bytes_are_kept_once(settings) -> None:
    digest = storage.store(b"text")
    assert storage.store(b"text") == digest == canonical.digest(b"text")
    assert storage.open_bytes(digest) == b"text"
    assert [p.name for p in Path(settings.FILES_ROOT).rglob("*") if p.is_file()] == [digest]


def test_many_writers_of_the_same_bytes_agree(settings) -> None:
    content = b"x" * 2_000_000
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(lambda _: storage.store(content), range(16)))
    assert len(digests) == 1
    assert len([p for p in Path(settings.FILES_ROOT).rglob("*") if p.is_file()]) == 1


def test_a_changed_byte_on_disk_is_found() -> None:
    digest = storage.store(b"text")
    storage.path_of(digest).chmod(0o600)
    storage.path_of(digest).write_bytes(b"texT")
    with pytest.raises(storage.DamagedFile):
        storage.open_bytes(digest)


def test_a_write_that_fails_leaves_nothing(settings, monkeypatch) -> None:
    def full(_: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        storage.store(b"text")
    assert not [p for p in Path(settings.FILES_ROOT).rglob("*") if p.is_file()]


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "g" * 64, "a" * 63])
def test_a_path_is_made_of_a_digest_only(digest: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        storage.path_of(digest)


def stored(scan: Scan, name: str = "договір.pdf") -> StoredFile:
    digest = storage.store(b"%PDF-text")
    return StoredFile(sha256=digest, size=9, content_type="application/pdf", name=name, scan=scan)


def test_a_download_can_only_be_saved() -> None:
    response = file_response(stored(Scan.CLEAN))
    assert response.content == b"%PDF-text"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


def test_a_hostile_name_cannot_write_headers() -> None:
    response = file_response(stored(Scan.CLEAN), name='a"; filename=evil.exe\\')
    assert response["Content-Disposition"] == 'attachment; filename="a\\"; filename=evil.exe\\\\"'


@pytest.mark.parametrize("scan", [Scan.QUARANTINED, Scan.INFECTED])
def test_quarantined_files_stay_closed(scan: Scan) -> None:
    with pytest.raises(NotAllowed):
        file_response(stored(scan))
