"""The folder an auditor takes home, and the program in it that trusts nobody."""

import base64
import hashlib
import importlib.util
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import bagit
import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from commission.models import Protocol
from commission.rule_pack import RulePack
from commission.services import protocol_signatures
from commission.tally import Ballot, Choice, Elector, ElectorState, evaluate
from core.audit import ledger, witnesses
from core.audit.models import Checkpoint, Event
from core.audit.selectors import latest_checkpoint
from core.documents.services import issue_document
from demo.cast import Cast
from licensing.services.signatures import send_signature
from records.bundle import MANIFEST, VERIFIER, Nobody, Order, fill, write_bundle
from records.filters import Filter
from tests import builders
from tests.core.audit import outsiders
from tests.core.documents.signatures import signers
from tests.records import journey
from tests.records.tampers import TAMPERS, rows_of, seal_again, write_rows

RULES = Path("commission/data/rule_pack.json")


def verify(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the folder's own program, shut off from this project and its libraries."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


WITNESS = outsiders.make_witness("rachunok.example/witness")


@pytest.fixture
def folder(cast: Cast, tmp_path: Path, settings) -> Path:
    settings.LEDGER_WITNESSES = str(WITNESS.key)
    decision = journey.decided(cast, refused=(2,))
    for kind, paper in (("licence", decision.licence), ("refusal", decision.refusal)):
        issue_document(
            kind=kind, number=paper.number, subject=paper.subject, record_text=paper.record_text
        )
    ledger.sequence()
    witnesses.accept(actor=cast.auditor, text=WITNESS.sign(latest_checkpoint().note))
    builders.considered(cast)
    out = tmp_path / "out"
    call_command("export_records", "--out", str(out), "--purpose", "Аудит")
    return out


@pytest.mark.django_db
def test_the_folder_proves_itself(folder: Path):
    assert {path.name for path in folder.iterdir()} == {
        "README.en.md", "README.uk.md", "bag-info.txt", "bagit.txt", "data",
        "manifest-sha256.txt", "tagmanifest-sha256.txt", "verify.py", "verify_base.py",
        "verify_keys.py", "verify_log.py", "verify_redacted.py", "verify_seals.py",
        "verify_votes.py",
    }  # fmt: skip
    done = verify(folder)
    assert done.returncode == 0, done.stderr
    assert "1 decisions" in done.stdout
    assert "1 of the 1 decisions in the log" in done.stdout
    assert "2 seals hold" in done.stdout
    sums = subprocess.run(
        ["sha256sum", "--check", "--quiet", "manifest-sha256.txt"], cwd=folder, check=False
    )
    assert sums.returncode == 0


@pytest.mark.django_db
def test_qualified_signatures_travel_with_their_texts(cast: Cast, tmp_path: Path):
    heard = journey.decided(cast, refused=(2,))
    declared = heard.application.declared
    signed = signers.p7s(declared.text)
    send_signature(
        actor=cast.signatory,
        application_id=heard.application_id,
        revision=declared.number,
        upload=ContentFile(signed, name="text.p7s"),
    )
    call_command("export_records", "--out", str(tmp_path / "out"), "--purpose", "Аудит")
    folder = tmp_path / "out" / "data" / "signatures"
    assert {path.read_bytes() for path in folder.iterdir()} == {signed, declared.text.encode()}
    assert verify(tmp_path / "out").returncode == 0
    for path in folder.iterdir():
        kept = path.read_bytes()
        path.write_bytes(kept + b" ")
        seal_again(tmp_path / "out")
        assert "not what the log saw arrive" in verify(tmp_path / "out").stderr
        path.unlink()
        seal_again(tmp_path / "out")
        assert "is missing" in verify(tmp_path / "out").stderr
        path.write_bytes(kept)


@pytest.mark.django_db
def test_signatures_of_members_travel_with_the_protocol(cast: Cast, tmp_path: Path):
    decision = journey.decided(cast)
    protocol = Protocol.objects.get(number=decision.commission_outcome.protocol_ref)
    signed = signers.p7s(protocol.record_text)
    protocol_signatures.send_signature(
        actor=cast.chair,
        sitting_id=protocol.sitting_id,
        upload=ContentFile(signed, name="protocol.p7s"),
    )
    call_command("export_records", "--out", str(tmp_path / "out"))
    there = {path.read_bytes() for path in (tmp_path / "out/data/signatures").iterdir()}
    assert there == {signed, protocol.record_text.encode()}
    assert verify(tmp_path / "out").returncode == 0


@pytest.mark.django_db
def test_the_export_of_the_folder_is_an_event(folder: Path):
    data = json.loads(Event.objects.get(verb="export.completed").body)["data"]
    listed = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    assert (data["rows"], data["purpose"], data["sha256"]) == (1, "Аудит", listed)


@pytest.mark.django_db
def test_a_folder_in_use_is_not_overwritten(folder: Path):
    with pytest.raises(CommandError, match="not an empty folder"):
        call_command("export_records", "--out", str(folder))


@pytest.mark.django_db
def test_filters_leave_out_and_the_rest_still_holds(cast: Cast, tmp_path: Path):
    journey.decided(cast)
    call_command("export_records", "--out", str(tmp_path / "none"), "--outcome", "refused")
    assert verify(tmp_path / "none").returncode == 0
    assert (tmp_path / "none" / "data" / "decisions.jsonl").read_text() == ""


@pytest.mark.django_db
def test_a_checkpoint_taken_home_fits_the_later_log(cast: Cast, tmp_path: Path):
    builders.accepted(cast)
    ledger.sequence()
    kept = tmp_path / "kept.txt"
    kept.write_text(Checkpoint.objects.order_by("size").last().note)
    write_bundle(tmp_path / "out", Filter())
    assert verify(tmp_path / "out", "--checkpoint", str(kept)).returncode == 0
    origin, size, _, *rest = kept.read_text().split("\n")
    forged = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    kept.write_text("\n".join([origin, size, forged, *rest]))
    done = verify(tmp_path / "out", "--checkpoint", str(kept))
    assert done.returncode == 1
    assert "rewritten since" in done.stderr


@pytest.mark.django_db
def test_every_tampering_is_found_and_named(folder: Path, tmp_path: Path):
    missed = []
    for name, (tamper, words) in TAMPERS.items():
        copy = tmp_path / "copy"
        shutil.copytree(folder, copy)
        tamper(copy / "data")
        if words:
            seal_again(copy)
        done = verify(copy)
        named = any(word in done.stderr for word in words.split("|"))
        if done.returncode != 1 or not named:
            missed.append((name, done.returncode, done.stderr, done.stdout))
        shutil.rmtree(copy)
    assert missed == []


@pytest.mark.django_db
def test_without_new_digests_the_first_line_finds_it(folder: Path):
    with (folder / "data" / "decisions.csv").open("a") as file:
        file.write(" ")
    done = verify(folder)
    assert (done.returncode, done.stderr.strip()) == (
        1,
        "DOES NOT HOLD: data/decisions.csv is not the file that was exported",
    )


@pytest.mark.django_db
def test_the_tools_of_archives_accept_the_folder(folder: Path):
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert bag.info["Purpose"] == "Аудит"
    assert bag.info["Bagging-Date"] == "2026-11-24"


@pytest.mark.django_db
def test_a_sealed_document_travels_along_and_another_one_is_noticed(cast: Cast, tmp_path: Path):
    decision = journey.decided(cast)
    issue_document(
        kind="licence",
        number=decision.licence.number,
        subject=decision.licence.subject,
        record_text=decision.licence.record_text,
    )
    ledger.sequence()
    out = tmp_path / "out"
    write_bundle(out, Filter())
    paper = out / "data" / "documents" / f"{decision.licence.number}.pdf"
    assert paper.read_bytes().startswith(b"%PDF")
    assert verify(out).returncode == 0
    paper.write_bytes(paper.read_bytes() + b"\n")
    seal_again(out)
    assert "is not a file that the log saw sealed" in verify(out).stderr


# Copies with parts withheld.


@pytest.fixture
def redacted(cast: Cast, tmp_path: Path) -> Path:
    journey.decided(cast)
    out = tmp_path / "redacted"
    fill(out, Order(Filter(), "Для суду", ("personal", "service"), cast.auditor), Nobody())
    return out


@pytest.mark.django_db
def test_a_redacted_copy_proves_the_same_leaf_and_says_nothing(redacted: Path):
    done = verify(redacted)
    assert done.returncode == 0, done.stderr
    everything = "".join(
        path.read_text() for path in redacted.rglob("*") if path.suffix in {".jsonl", ".json"}
    )
    for secret in ("Родич у фірмі", "Мирон Лелека", "Ризик перенаправлення"):
        assert secret not in everything
    [row] = rows_of(redacted / "data", "redacted.jsonl")
    withheld = {part["path"]: part["ground"] for part in row["withheld"]}
    assert withheld["/commission/deliberation/recusals/0/person"] == "personal"
    assert any(
        value == "Сиволіт Аеро" or path == "/lines/0/value" for _, path, value in row["shown"]
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (lambda row: row["shown"][5].__setitem__(2, "інше"), "not in the record"),
        (lambda row: row["withheld"].pop(), "in silence"),
        (lambda row: row["shown"].pop(), "in silence"),
        (lambda row: row["withheld"][0].update(ground=""), "without a ground"),
        (lambda row: row.update(commitment=row["commitment"] + " "), "commitment changed"),
        (lambda row: row.update(record_sha256="0" * 64), "names another record"),
    ],
)
def test_a_changed_redacted_copy_is_found(redacted: Path, tamper, words: str):
    rows = rows_of(redacted / "data", "redacted.jsonl")
    tamper(rows[0])
    write_rows(redacted / "data", "redacted.jsonl", rows)
    seal_again(redacted)
    done = verify(redacted)
    assert done.returncode == 1
    assert words in done.stderr


# The third count.


@pytest.fixture(scope="module")
def program() -> ModuleType:
    sys.path.insert(0, str(VERIFIER.parent))
    spec = importlib.util.spec_from_file_location("folder_verify", VERIFIER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path.remove(str(VERIFIER.parent))
    return module


def test_the_folder_counts_as_the_sitting_counts(program: ModuleType):
    """Two programs that share no line agree on ten thousand random votes."""
    draw = random.Random(20261124)
    for _ in range(10_000):
        rules, vote, mine = random_vote(draw)
        assert program.count(rules, vote) == mine, (rules, vote)


def random_vote(draw: random.Random) -> tuple[dict, dict, str]:
    rules = json.loads(RULES.read_text())
    seats = [f"s{number}" for number in range(draw.randint(1, 9))]
    rules["quorum"] |= {
        "base": draw.choice(["filled", "all"]),
        "mandatory": draw.sample(seats, draw.randint(0, 1)),
    }
    rules["majority"] |= {
        "base": draw.choice(["present", "voting"]),
        "veto": draw.sample(seats, draw.randint(0, 1)),
        **draw.choice([{"num": 1, "den": 2}, {"num": 2, "den": 3}]),
    }
    rules["tie"]["casting_vote"] = draw.random() < 0.5
    rules["floor"] = {"seats": draw.randint(0, 3), "num": 1, "den": 3}
    weights = (70, 8, 8, 7, 7)
    states = draw.choices([str(state) for state in ElectorState], weights, k=len(seats))
    ballots = [
        {"seat": seat, "revision": revision, "choice": draw.choice(["for", "against", "abstain"])}
        for seat in seats
        for revision in range(1, draw.choice([1, 2, 2, 2, 3]))
    ]
    draw.shuffle(ballots)
    casting = draw.choice([None, {"choice": "for"}, {"choice": "against"}])
    vote = {
        "electors": [
            {"seat": seat, "state": state} for seat, state in zip(seats, states, strict=True)
        ],
        "ballots": ballots,
        "casting": casting,
    }
    outcome = evaluate(
        RulePack.from_json(json.dumps(rules)),
        [Elector(e["seat"], ElectorState(e["state"])) for e in vote["electors"]],
        [Ballot(b["seat"], b["revision"], Choice(b["choice"])) for b in ballots],
        Choice(casting["choice"]) if casting else None,
    )
    return rules, vote, outcome.result.value
