"""What the programs of others say to a package: bagit, coreutils, openssl, poppler; no skips."""

import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from core.documents.services import issue_document
from demo.cast import Cast
from licensing.services.signatures import send_signature
from tests.bench import packages
from tests.core.documents.signatures import signers
from tests.records import journey
from tests.records.test_bundle import verify

pytestmark = pytest.mark.django_db
SEAL = re.compile(rb"/ByteRange ?\[(\d+) (\d+) (\d+) (\d+)")


def run(*command: str | Path, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """Run a program that must be installed: without it the test fails."""
    words = [str(word) for word in command]
    assert shutil.which(words[0]), f"{words[0]} is not installed (bin/install-system dev)"
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(cast: Cast, tmp_path: Path) -> Path:
    """A package with two sealed documents and a qualified signature."""
    decision = journey.decided(cast, refused=(2,))
    for kind, paper in (("licence", decision.licence), ("refusal", decision.refusal)):
        issue_document(
            kind=kind, number=paper.number, subject=paper.subject, record_text=paper.record_text
        )
    declared = decision.application.declared
    send_signature(
        actor=cast.signatory,
        application_id=decision.application_id,
        revision=declared.number,
        upload=ContentFile(signers.p7s(declared.text), name="text.p7s"),
    )
    call_command("export_records", "--out", str(tmp_path / "out"), "--purpose", "Аудит")
    return tmp_path / "out"


def test_bagit_validates_from_the_command_line(folder: Path):
    program = Path(sys.executable).with_name("bagit.py")
    assert run(program, "--validate", folder, cwd=folder).returncode == 0
    (folder / "data" / "export.json").write_text("{}")
    assert run(program, "--validate", folder, cwd=folder).returncode == 1


@pytest.mark.parametrize("manifest", ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
def test_sha256sum_accepts_both_manifests(folder: Path, manifest: str):
    assert run("sha256sum", "--check", "--strict", manifest, cwd=folder).returncode == 0
    for name in ("data/leaves.txt", "README.uk.md"):
        (folder / name).write_text("x")
    assert run("sha256sum", "--check", "--strict", manifest, cwd=folder).returncode == 1


def test_openssl_verifies_the_seals_and_the_qualified_signature(folder: Path, tmp_path: Path):
    data = folder / "data"
    for paper in sorted((data / "documents").glob("*.pdf")):
        content = paper.read_bytes()
        _first, size, second, _rest = map(int, SEAL.search(content).groups())
        padded = bytes.fromhex(content[size + 1 : second - 1].decode())
        (tmp_path / "seal").write_bytes(padded[: int.from_bytes(padded[2:4], "big") + 4])
        (tmp_path / "signed").write_bytes(content[:size] + content[second:])
        trust = ("-CAfile", data / "certs" / "authority.pem")
        command = ("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any")
        files = ("-in", "seal", "-content", "signed", "-out", os.devnull)
        assert run(*command, *trust, *files, cwd=tmp_path).returncode == 0
    [signature] = (data / "signatures").glob("*.p7s")
    [text] = (data / "signatures").glob("*.json")
    command = ("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-noverify")
    files = ("-in", signature, "-content", text, "-out", os.devnull)
    assert run(*command, *files, cwd=tmp_path).returncode == 0
    text.write_text(text.read_text() + " ")
    assert run(*command, *files, cwd=tmp_path).returncode != 0


def test_pdfsig_finds_every_seal_valid_over_the_whole_file(folder: Path, tmp_path: Path):
    papers = sorted((folder / "data" / "documents").glob("*.pdf"))
    assert len(papers) == 2
    for paper in papers:
        said = run("pdfsig", paper, cwd=tmp_path).stdout
        assert "Signature is Valid" in said
        assert "Total document signed" in said
        assert "ETSI.CAdES.detached" in said
    changed = papers[0].read_bytes().replace(b"/Producer", b"/Produced", 1)
    assert changed != papers[0].read_bytes()
    papers[0].write_bytes(changed)
    said = run("pdfsig", papers[0], cwd=tmp_path).stdout
    assert "Signature is Valid" not in said


def test_python_and_openssl_are_all_it_takes(folder: Path, tmp_path: Path):
    """An empty environment, a search path with openssl alone, no library, no network asked for."""
    place = tmp_path / "bin"
    place.mkdir()
    (place / "openssl").symlink_to(shutil.which("openssl"))
    command = [sys.executable, "-I", "-S", str(folder / "verify.py")]
    done = subprocess.run(
        command, env={"PATH": str(place)}, capture_output=True, text=True, check=False, cwd="/"
    )
    assert done.returncode == 0, done.stderr
    assert "2 seals hold" in done.stdout
    alone = subprocess.run(
        command, env={"PATH": ""}, capture_output=True, text=True, check=False, cwd="/"
    )
    assert alone.returncode == 0, alone.stderr
    assert "there is no openssl here" in alone.stdout


def test_the_certificate_can_come_from_elsewhere(folder: Path, tmp_path: Path):
    authority = folder / "data" / "certs" / "authority.pem"
    mine = tmp_path / "mine.pem"
    mine.write_bytes(authority.read_bytes())
    assert verify(folder, "--authority", str(mine)).returncode == 0
    mine.write_bytes(b"")
    done = verify(folder, "--authority", str(mine))
    assert (done.returncode, "mine.pem" in done.stderr) == (1, True)


def test_clean_packages_raise_no_alarm(cast: Cast):
    """The small brother of the thousand of `make bench`: random filters, grounds and purposes."""
    for refused in ((), (2,)):
        journey.decided(cast, refused=refused)
    assert packages.alarms(cast, 30, random.Random(20261123)) == []
