"""Files from strangers: good ones are kept as they are, hostile ones refused with a reason."""

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from core.base.errors import InvalidInput
from core.documents import intake, storage
from core.documents.models import Scan, StoredFile
from tests.core.documents import corpus
from tests.core.documents.scanner import EICAR, clamd

pytestmark = pytest.mark.django_db

GOOD = {
    "plain.pdf": (corpus.plain_pdf, "application/pdf"),
    "picture.png": (lambda: corpus.picture("PNG"), "image/png"),
    "photo.jpg": (lambda: corpus.picture("JPEG"), "image/jpeg"),
    "letter.docx": (corpus.office, intake.DOCX.content_type),
    "table.xlsx": (lambda: corpus.office("xl/workbook.xml"), intake.XLSX.content_type),
    "contract.p7s": (corpus.cms_signature, "application/pkcs7-signature"),
}
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
HOSTILE = {
    "empty": (lambda: b"", "file_empty"),
    "svg named png": (lambda: SVG, "file_type"),
    "html named pdf": (lambda: b"<!doctype html><script>1</script>", "file_type"),
    "program": (lambda: b"MZ\x90\0" + b"\0" * 64, "file_type"),
    "old word or encrypted office": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_type"),
    "plain zip": (lambda: corpus.archive({"a.txt": b"x"}), "file_type"),
    "pdf behind other bytes": (lambda: b"GIF89a" + corpus.plain_pdf(), "file_type"),
    "cut pdf": (lambda: corpus.plain_pdf()[:-40], "file_broken"),
    "pdf of noise": (lambda: b"%PDF-1.7\n" + b"\x07" * 500 + b"\n%%EOF", "file_broken"),
    "encrypted pdf": (lambda: corpus.encrypted_pdf("secret"), "file_encrypted"),
    "pdf with an owner password": (lambda: corpus.encrypted_pdf(""), "file_encrypted"),
    "script on opening": (
        lambda: corpus.pdf_with(OpenAction=corpus.action("JavaScript", JS="app.alert(1)")),
        "file_active_content",
    ),
    "launch on opening": (
        lambda: corpus.pdf_with(OpenAction=corpus.action("Launch", F="cmd.exe")),
        "file_active_content",
    ),
    "address on opening": (
        lambda: corpus.pdf_with(OpenAction=corpus.action("URI", URI="http://evil/")),
        "file_active_content",
    ),
    "hidden script": (corpus.pdf_with_hidden_script, "file_active_content"),
    "attached program": (corpus.pdf_with_attachment, "file_active_content"),
    "pdf and zip in one": (
        lambda: corpus.plain_pdf() + corpus.archive({"a": b"x"}) + b"\n%%EOF",
        "file_two_in_one",
    ),
    "png and zip in one": (
        lambda: corpus.picture("PNG") + corpus.archive({"a": b"x"}),
        "file_two_in_one",
    ),
    "png with a tail": (lambda: corpus.picture("PNG") + b"<script>", "file_two_in_one"),
    "jpeg with a pdf inside": (
        lambda: corpus.picture("JPEG")[:20] + b"%PDF-1.7" + corpus.picture("JPEG")[20:],
        "file_two_in_one",
    ),
    "cut jpeg": (lambda: corpus.picture("JPEG")[:200], "file_broken"),
    "pixel flood": (corpus.pixel_flood, "file_too_many_pixels"),
    "zip bomb": (corpus.docx_bomb, "file_bomb"),
    "lying sizes": (corpus.docx_with_lying_sizes, "file_broken"),
    "macros": (
        lambda: corpus.office(**{"word/vbaProject.bin": b"x"}), "file_active_content",
    ),
    "remote template": (corpus.docx_with_remote_template, "file_active_content"),
    "cut signature": (lambda: corpus.cms_signature()[:-5], "file_broken"),
}  # fmt: skip


def upload(content: bytes, name: str = "file.pdf") -> ContentFile:
    return ContentFile(content, name=name)


@pytest.mark.parametrize("name", sorted(GOOD))
def test_good_files_are_kept_byte_for_byte(name: str) -> None:
    make, content_type = GOOD[name]
    content = make()
    file = intake.receive(actor=None, upload=upload(content, name))
    assert (file.name, file.content_type, file.size) == (name, content_type, len(content))
    assert storage.open_bytes(file.sha256) == content
    assert file.scan == Scan.UNSCANNED, "the demo says on every file that nothing scanned it"


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_are_refused_with_their_reason(name: str) -> None:
    make, code = HOSTILE[name]
    with pytest.raises(InvalidInput) as refusal:
        intake.receive(actor=None, upload=upload(make()), field="contract")
    assert refusal.value.code == code
    assert refusal.value.field == "contract"
    assert len(str(refusal.value.message)) > 10
    assert not StoredFile.objects.exists()


def test_a_pdf_bomb_dies_in_the_child_process() -> None:
    with pytest.raises(InvalidInput) as refusal:
        intake.receive(actor=None, upload=upload(corpus.pdf_bomb()))
    assert refusal.value.code in {"file_broken", "file_too_much_inside"}


def test_the_limit_of_size_is_said_in_megabytes(settings) -> None:
    settings.MAX_FILE_SIZE = 2 * 1024 * 1024
    with pytest.raises(InvalidInput) as refusal, translation.override("en"):
        intake.receive(actor=None, upload=upload(b"%PDF-" + b"0" * 2 * 1024 * 1024))
    assert refusal.value.code == "file_size"
    assert "2" in refusal.value.message


def test_eicar_is_refused_and_leaves_nothing(settings) -> None:
    infected = corpus.plain_pdf() + b"%" + EICAR + b"\n%%EOF\n"
    with clamd() as (address, seen):
        settings.CLAMD_ADDRESS = address
        with pytest.raises(InvalidInput) as refusal:
            intake.receive(actor=None, upload=upload(infected))
        clean = intake.receive(actor=None, upload=upload(corpus.plain_pdf()))
    assert refusal.value.code == "file_malware"
    assert seen[0] == infected
    assert clean.scan == Scan.CLEAN
    assert StoredFile.objects.count() == 1


def test_a_scanner_that_is_away_quarantines(settings) -> None:
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    file = intake.receive(actor=None, upload=upload(corpus.plain_pdf()))
    assert file.scan == Scan.QUARANTINED
    assert not file.is_open


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("договір № 31.pdf", "договір № 31.pdf"),
        ("..\\..\\windows\\system32\\calc.exe", "calc.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("nul\x00byte.pdf", "nulbyte.pdf"),
        ("abc\u202efdp.exe", "abcfdp.pdf"),
        ("a<b>:\"c|d?.pdf", "a_b___c_d.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("  .hidden.  .pdf", "hidden.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("line\r\nbreak.pdf", "linebreak.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("и\u0306.pdf", "й.pdf"),
    ],
)  # fmt: skip
def test_names_are_harmless(given: str, kept: str) -> None:
    assert intake.clean_name(given, "pdf") == kept
