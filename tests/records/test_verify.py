"""One byte changed behind the application's back: the proof fails and names the place.

The attacker is a superuser of the database with the triggers off, and may write on the disk.
"""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from core.audit import ledger
from core.base.canonical import digest
from core.documents import fonts, storage
from core.documents.models import IssuedDocument
from core.documents.services import issue_document
from demo.cast import build_cast
from licensing.models import Decision
from tests.records import journey


@pytest.fixture
def decision(owner_connection) -> Decision:
    """A decided case with its sealed refusal, committed and placed in the log."""
    fonts.prepare(Path(settings.NODE_MODULES), Path(settings.FONTS_ROOT))
    made = journey.decided(build_cast(), refused=(2,))
    refusal = made.refusal
    issue_document(
        kind="refusal",
        number=refusal.number,
        subject=refusal.subject,
        record_text=refusal.record_text,
    )
    ledger.sequence()
    return made


def proof() -> str:
    """Run the command; return what it found broken, "" when everything holds."""
    try:
        call_command("verify_ledger", stdout=StringIO())
    except CommandError as broken:
        return str(broken)
    return ""


def run(connection: "psycopg2.extensions.connection", statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1, statement


def test_an_honest_site_holds_and_each_changed_byte_is_named(decision: Decision, owner_connection):
    assert proof() == ""
    missed = []
    for name, (spoil, mend, words) in attacks(decision, owner_connection).items():
        spoil()
        found = proof()
        if not all(word in found for word in words):
            missed.append((name, found))
        mend()
        assert proof() == "", name
    assert missed == []


Act = Callable[[], None]


def attacks(decision: Decision, owner) -> dict[str, tuple[Act, Act, tuple[str, ...]]]:
    """Return each attack: how to spoil, how to mend, and which words must name the place."""
    licence, refusal = decision.licence, decision.refusal
    other = decision.text.replace("Сиволіт С-4", "Сиволіт С-5", 1)
    forged = licence.record_text.replace("2136000", "9136000", 1)
    assert other != decision.text
    assert forged != licence.record_text
    return {
        "a character of a decision": swap(
            owner, "licensing_decision", decision.pk, {"text": other}, decision, (decision.number,)
        ),
        "a decision with its digest": swap(
            owner,
            "licensing_decision",
            decision.pk,
            {"text": other, "sha256": digest(other)},
            decision,
            (decision.number, "ledger"),
        ),
        "an amount in a licence": swap(
            owner,
            "licensing_licence",
            licence.pk,
            {"record_text": forged},
            licence,
            (licence.number,),
        ),
        "a licence with its digest": swap(
            owner,
            "licensing_licence",
            licence.pk,
            {"record_text": forged, "record_sha256": digest(forged)},
            licence,
            (licence.number, "ledger"),
        ),
        "a revoked state": swap(
            owner,
            "licensing_licence",
            licence.pk,
            {"state": "revoked"},
            licence,
            (licence.number, "revoked"),
        ),
        "a refusal": swap(
            owner,
            "licensing_refusal",
            refusal.pk,
            {"record_text": refusal.record_text + " "},
            refusal,
            (refusal.number,),
        ),
        "the declared text": swap(
            owner,
            "licensing_revision",
            decision.revision_id,
            {"text": decision.revision.text.replace("24", "42", 1)},
            decision.revision,
            (decision.application.number,),
        ),
        "a vote in the outcome": swap(
            owner,
            "licensing_commissionoutcome",
            decision.commission_outcome_id,
            {"text": decision.commission_outcome.text.replace('"against"', '"for"', 1)},
            decision.commission_outcome,
            (decision.application.number,),
        ),
        "an event": an_event(owner, decision),
        "a file on the disk": a_file(decision),
        "a document replaced whole": a_document(owner, decision),
    }


def swap(
    owner, table: str, pk: object, changes: dict[str, str], kept: object, words: tuple[str, ...]
) -> tuple[Act, Act, tuple[str, ...]]:
    names = ", ".join(f"{name} = %s" for name in changes)
    statement = f"UPDATE {table} SET {names} WHERE id = %s"
    before = [getattr(kept, name) for name in changes]
    return (
        lambda: run(owner, statement, *changes.values(), str(pk)),
        lambda: run(owner, statement, *before, str(pk)),
        words,
    )


def an_event(owner, decision: Decision) -> tuple[Act, Act, tuple[str, ...]]:
    change = (
        "UPDATE audit_event SET body = replace(body, %s, %s)"
        " WHERE verb = 'case.decided' AND number = %s"
    )
    number = decision.application.number
    return (
        lambda: run(owner, change, '"partly"', '"issued"', number),
        lambda: run(owner, change, '"issued"', '"partly"', number),
        (number, "case.decided"),
    )


def a_file(decision: Decision) -> tuple[Act, Act, tuple[str, ...]]:
    name = "contract.pdf"
    files = json.loads(decision.revision.text)["files"]
    sha256 = next(file["sha256"] for file in files if file["name"] == name)
    path = storage.path_of(sha256)

    def spoil() -> None:
        path.chmod(0o640)
        content = bytearray(path.read_bytes())
        content[0] ^= 1
        path.write_bytes(content)

    return spoil, lambda: path.write_bytes(name.encode()) and None, (name, sha256)


def a_document(owner, decision: Decision) -> tuple[Act, Act, tuple[str, ...]]:
    """Another file under another digest, with the row of the file changed to fit."""
    paper = IssuedDocument.objects.select_related("file").get(number=decision.refusal.number)
    change = "UPDATE documents_storedfile SET sha256 = %s WHERE id = %s"

    def spoil() -> None:
        sealed = storage.open_bytes(paper.file.sha256)
        run(owner, change, storage.store(sealed + b"\n"), str(paper.file_id))

    return (
        spoil,
        lambda: run(owner, change, paper.file.sha256, str(paper.file_id)),
        (paper.number, "ledger"),
    )


def test_a_decision_taken_out_of_the_register_is_missed(decision: Decision, owner_connection):
    for table in ("licensing_decisionline", "licensing_licenceact", "licensing_licence",
                  "licensing_refusal", "licensing_decision"):  # fmt: skip
        with owner_connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
    found = proof()
    assert decision.application.number in found
    assert "holds no such decision" in found


def test_a_file_taken_away_is_missed(decision: Decision):
    paper = IssuedDocument.objects.get(number=decision.refusal.number)
    storage.path_of(paper.file.sha256).unlink()
    found = proof()
    assert f"{paper.number}.pdf" in found
    assert "missing" in found
