"""Signatures kept as received: what holds, what is refused, what two officers decide."""

import shutil
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from core.accounts.models import User
from core.accounts.services import create_user
from core.audit.models import Event
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.documents import intake, seal_keys, storage
from core.documents.models import ReceivedSignature, SignatureVerdict, StoredFile
from core.documents.signatures import verifiers
from core.documents.signatures.selectors import State, standing_of
from core.documents.signatures.services import receive_signature, review_signature
from tests.core.documents.signatures import signers

TEXT = '{"number":"DZ-2026-00001"}'
PROGRAM = """#!/bin/sh
cat > "{kept}"
echo '{{"verdict": "valid", "signer": "Олена Коваль", "algorithm": "DSTU 4145"}}'
"""


@pytest.fixture
def known_issuer(settings, tmp_path: Path) -> None:
    """Let the issuer of the test's certificate be one that the site trusts."""
    place = seal_keys.folder()
    settings.KEYS_ROOT = tmp_path
    shutil.copytree(place, tmp_path / "seal")
    (tmp_path / "signers").mkdir()
    shutil.copy(place / seal_keys.AUTHORITY, tmp_path / "signers" / "issuer.pem")


def a_person(name: str) -> User:
    mail = f"{name.encode().hex()}@example.org"
    found = User.objects.filter(email=mail).first()
    return found or create_user(actor=None, email=mail, name_uk=name, name_en=name)


def send(content: bytes, *, text: str = TEXT, name: str = "text.p7s", by=None) -> ReceivedSignature:
    return receive_signature(
        actor=by or a_person("Олена Коваль"),
        subject="revision:1",
        text=text,
        upload=SimpleUploadedFile(name, content),
        about="case:1",
        number="DZ-2026-00001",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("make", [signers.p7s, signers.enveloping, signers.asice, signers.asics])
def test_a_signature_that_holds_stands_at_once_and_is_kept_byte_for_byte(known_issuer, make):
    content = make(TEXT)
    kept = send(content)
    assert kept.verdict == SignatureVerdict.VALID
    assert kept.report["signer"] == "Dozvil test seal"
    assert standing_of(kept).state == State.STANDS
    assert storage.open_bytes(kept.file.sha256) == content
    event = Event.objects.get(verb="signature.received")
    assert kept.file_sha256 in event.body
    assert kept.text_sha256 in event.body


@pytest.mark.django_db
def test_a_signature_of_another_text_is_refused_and_nothing_is_kept(known_issuer):
    for content in (signers.p7s("another text"), signers.asice("another text")):
        with pytest.raises(InvalidInput) as refusal, transaction.atomic():
            send(content)
        assert refusal.value.field == "signature"
    assert not ReceivedSignature.objects.exists()
    assert not StoredFile.objects.filter(content_type__contains="signature").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("place", [-1, -20])
def test_a_flipped_bit_is_found(known_issuer, place):
    damaged = bytearray(signers.p7s(TEXT))
    damaged[place] ^= 1
    with pytest.raises(InvalidInput):
        send(bytes(damaged))


@pytest.mark.django_db
def test_a_pdf_is_no_signature_and_a_container_is_no_everyday_file():
    with pytest.raises(InvalidInput, match="asice"):
        send(b"%PDF-1.7\n%%EOF")
    with pytest.raises(InvalidInput):
        intake.receive(actor=None, upload=SimpleUploadedFile("a.asice", signers.asice(TEXT)))


@pytest.mark.django_db
def test_sent_twice_is_kept_once(known_issuer):
    content = signers.p7s(TEXT)
    send(content)
    with pytest.raises(InvalidInput) as refusal:
        send(content)
    assert refusal.value.code == "signature_known"


@pytest.mark.django_db
@pytest.mark.parametrize("make", [signers.p7s, signers.national])
def test_where_the_site_cannot_judge_two_other_officers_do(make):
    sender, first, second = a_person("Олена"), a_person("Ірина"), a_person("Петро")
    kept = send(make(TEXT), by=sender)
    assert kept.verdict in {SignatureVerdict.UNKNOWN_SIGNER, SignatureVerdict.UNDECIDED}
    assert standing_of(kept).state == State.OPEN
    judge(first, kept)
    assert standing_of(kept).state == State.OPEN
    with pytest.raises(Conflict):
        judge(first, kept)
    with pytest.raises(NotAllowed):
        judge(sender, kept)
    judge(second, kept)
    assert standing_of(kept).state == State.STANDS
    with pytest.raises(Conflict):
        judge(a_person("Марія"), kept)


@pytest.mark.django_db
def test_one_objection_rejects_and_a_judgement_needs_its_basis():
    kept = send(signers.national(TEXT))
    with pytest.raises(InvalidInput):
        judge(a_person("Ірина"), kept, basis=" ")
    judge(a_person("Петро"), kept, accepted=False)
    assert standing_of(kept).state == State.REJECTED
    with pytest.raises(Conflict):
        judge(a_person("Ірина"), kept)


@pytest.mark.django_db
def test_the_database_keeps_signatures_and_never_a_broken_one():
    kept = send(signers.national(TEXT))
    with pytest.raises(DatabaseError), transaction.atomic():
        ReceivedSignature.objects.filter(pk=kept.pk).update(verdict="valid")
    kept.pk, kept.verdict, kept.subject = None, SignatureVerdict.BROKEN, "revision:2"
    with pytest.raises(DatabaseError), transaction.atomic():
        kept.save(force_insert=True)


@pytest.mark.django_db
def test_the_operators_program_is_asked_about_national_algorithms(settings, tmp_path: Path):
    program, asked = tmp_path / "bridge", tmp_path / "asked"
    program.write_text(PROGRAM.format(kept=asked))
    program.chmod(0o755)
    settings.SIGNATURE_PROGRAM = str(program)
    kept = send(signers.national(TEXT))
    assert kept.verdict == SignatureVerdict.VALID
    assert kept.report["signer"] == "Олена Коваль"
    assert "covered" in asked.read_text()


@pytest.mark.parametrize("words", ["exit 1", "echo so", "echo '[1]'", "echo '{}'"])
def test_a_program_that_fails_decides_nothing(settings, tmp_path: Path, words):
    program = tmp_path / "bridge"
    program.write_text(f"#!/bin/sh\n{words}\n")
    program.chmod(0o755)
    settings.SIGNATURE_PROGRAM = str(program)
    report = verifiers.verify(signers.national(TEXT), TEXT.encode())
    assert report.verdict == SignatureVerdict.UNDECIDED


def judge(officer, kept, *, accepted: bool = True, basis: str = "czo.gov.ua/verify, protocol 17"):
    return review_signature(
        actor=officer,
        signature_id=kept.pk,
        accepted=accepted,
        basis=basis,
        about="case:1",
        number="DZ-2026-00001",
    )
