"""The scanner's client: what it says, and what silence means."""

import socket
from pathlib import Path

import pytest
from django.core.checks import run_checks

from core.documents import scanning, services, storage
from core.documents.models import Scan, StoredFile
from tests.core.documents.scanner import EICAR, clamd


def test_without_an_address_nothing_is_claimed(settings) -> None:
    settings.CLAMD_ADDRESS = ""
    assert scanning.scan(b"x") == scanning.Verdict(Scan.UNSCANNED)


def test_large_content_arrives_whole(settings) -> None:
    content = bytes(range(256)) * 2000
    with clamd() as (address, seen):
        settings.CLAMD_ADDRESS = address
        assert scanning.scan(content).scan == Scan.CLEAN
    assert seen == [content]


def test_malware_is_named_over_a_unix_socket(settings, tmp_path: Path) -> None:
    with clamd(socket_path=str(tmp_path / "clamd.sock")) as (address, _):
        settings.CLAMD_ADDRESS = address
        assert scanning.scan(EICAR) == scanning.Verdict(Scan.INFECTED, "Eicar-Test-Signature")


@pytest.mark.parametrize(
    "answer",
    [b"INSTREAM size limit exceeded. ERROR\0", b"", b"\0", b"stream: \xff\xfe\0", b"OK?"],
)
def test_any_other_answer_quarantines(settings, answer: bytes) -> None:
    with clamd(answer=lambda _: answer) as (address, _):
        settings.CLAMD_ADDRESS = address
        assert scanning.scan(b"x").scan == Scan.QUARANTINED


def test_a_scanner_that_never_answers_quarantines(settings, monkeypatch) -> None:
    monkeypatch.setattr(scanning, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{silent.getsockname()[1]}"
        assert scanning.scan(b"x").scan == Scan.QUARANTINED


@pytest.mark.django_db
def test_quarantine_is_cleared_when_the_scanner_is_back(settings) -> None:
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    good, bad = (kept(content) for content in (b"good", EICAR))
    assert services.rescan_quarantined() == 0
    with clamd() as (address, _):
        settings.CLAMD_ADDRESS = address
        assert services.rescan_quarantined() == 2
        assert services.rescan_quarantined() == 0
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.scan, bad.scan) == (Scan.CLEAN, Scan.INFECTED)


def test_production_needs_a_scanner(settings) -> None:
    settings.DEMO, settings.CLAMD_ADDRESS = False, ""
    assert "dozvil.documents.E001" in {found.id for found in run_checks(tags=["documents"])}
    settings.CLAMD_ADDRESS = "clamav:3310"
    assert "dozvil.documents.E001" not in {found.id for found in run_checks(tags=["documents"])}


def test_missing_fonts_are_said(settings, tmp_path: Path) -> None:
    settings.FONTS_ROOT = tmp_path
    assert "dozvil.documents.W001" in {found.id for found in run_checks(tags=["documents"])}


def kept(content: bytes) -> StoredFile:
    return StoredFile.objects.create(
        sha256=storage.store(content),
        size=len(content),
        content_type="application/pdf",
        name="file.pdf",
        scan=Scan.QUARANTINED,
    )
