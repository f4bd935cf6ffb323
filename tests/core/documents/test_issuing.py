"""Issuing: once for each number, whoever asks, however often, whatever dies."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings as site
from django.db import IntegrityError, ProgrammingError, connection, transaction

from core.audit.models import Event
from core.base import canonical
from core.base.errors import Conflict
from core.documents import selectors, storage
from core.documents.models import IssuedDocument, StoredFile
from core.documents.sealing import check_seal
from core.documents.services import issue_document
from tests.core.documents.samples import licence

TEXT = canonical.dumps(licence())
ORDER = {
    "kind": "licence",
    "number": "DL-2026-00417",
    "subject": "licence:9a1c",
    "record_text": TEXT,
}


@pytest.mark.django_db
def test_a_document_is_sealed_kept_and_found_by_its_digest() -> None:
    document = issue_document(**ORDER)
    content = selectors.content_of(document)
    assert check_seal(content).holds
    assert document.record_sha256 == canonical.digest(TEXT)
    assert document.file.name == "DL-2026-00417.pdf"
    assert selectors.document_by_digest(document.record_sha256.upper()) == document
    assert selectors.document_of("licence", "DL-2026-00417") == document
    assert list(selectors.documents_of("licence:9a1c")) == [document]
    assert selectors.document_by_digest("0" * 64) is None
    event = Event.objects.get(verb="document.issued")
    assert document.file.sha256 in event.body


@pytest.mark.django_db
def test_asking_again_gives_the_same_document() -> None:
    first = issue_document(**ORDER)
    assert issue_document(**ORDER) == first
    assert Event.objects.filter(verb="document.issued").count() == 1


@pytest.mark.django_db
def test_a_number_cannot_stand_for_two_records() -> None:
    issue_document(**ORDER)
    other = canonical.dumps(licence(valid_until="2030-01-01"))
    with pytest.raises(Conflict):
        issue_document(**{**ORDER, "record_text": other})
    assert IssuedDocument.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["UPDATE documents_issueddocument SET number = 'x'",
                                  "DELETE FROM documents_issueddocument",
                                  "TRUNCATE documents_issueddocument"])  # fmt: skip
def test_an_issued_document_cannot_be_touched(verb: str) -> None:
    issue_document(**ORDER)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)


@pytest.mark.django_db
def test_the_database_refuses_a_digest_that_is_none() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(
            sha256="x" * 64, size=1, content_type="a/b", name="n", scan="clean"
        )


def test_two_workers_make_one_document(committed_db, settings) -> None:
    start = Barrier(2)

    def work(_: int) -> IssuedDocument:
        start.wait()
        try:
            return issue_document(**ORDER)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(work, range(2))
    assert first == second
    assert IssuedDocument.objects.count() == StoredFile.objects.count() == 1
    assert Event.objects.filter(verb="document.issued").count() == 1
    kept = [p for p in Path(settings.FILES_ROOT).rglob("*") if p.is_file()]
    assert [p.name for p in kept] == [first.file.sha256], "the loser's bytes are gone"


def test_a_process_killed_while_sealing_leaves_nothing_half_done(
    committed_db, settings, database_name: str
) -> None:
    program = (
        "import django; django.setup()\n"
        "from core.documents.services import issue_document\n"
        "from tests.core.documents.test_issuing import ORDER\n"
        "issue_document(**ORDER)\n"
    )
    env = {
        **os.environ,
        "DATABASE_URL": os.environ["DATABASE_URL"].replace("/dozvil?", f"/{database_name}?"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SEALER": "tests.core.documents.sealers.KilledSealer",
        "FILES_ROOT": str(settings.FILES_ROOT),
    }
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=env,
        cwd=site.BASE_DIR,
        capture_output=True,
        check=False,
    )
    assert run.returncode == -9, run.stderr.decode()
    assert not IssuedDocument.objects.exists()
    assert not StoredFile.objects.exists()
    document = issue_document(**ORDER)
    assert check_seal(storage.open_bytes(document.file.sha256)).holds
    assert IssuedDocument.objects.count() == 1
