"""The folder an auditor takes home, and the program in it that trusts nobody."""

import base64
import hashlib
import importlib.util
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

import bagit
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command

from commission.rule_pack import RulePack
from commission.tally import Ballot, Choice, Elector, ElectorState, evaluate
from core.audit import ledger, witnesses
from core.audit.keys import SigningKey
from core.audit.models import Checkpoint, Event
from core.audit.selectors import latest_checkpoint
from core.documents.services import issue_document
from demo.cast import Cast
from records.bundle import MANIFEST, VERIFIER, Nobody, Order, fill, write_bundle
from records.filters import Filter
from tests import builders
from tests.core.audit import outsiders
from tests.records import journey

RULES = Path("commission/data/rule_pack.json")


def verify(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the folder's own program, shut off from this project and its libraries."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


WITNESS = outsiders.make_witness("rachunok.example/witness")


def other_key() -> str:
    return str(SigningKey("dozvil.example/ledger", Ed25519PrivateKey.generate()).verifying)


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
        "verify_keys.py", "verify_log.py", "verify_redacted.py", "verify_votes.py",
    }  # fmt: skip
    done = verify(folder)
    assert done.returncode == 0, done.stderr
    assert "1 decisions" in done.stdout
    assert "1 of the 1 decisions in the log" in done.stdout
    sums = subprocess.run(
        ["sha256sum", "--check", "--quiet", "manifest-sha256.txt"], cwd=folder, check=False
    )
    assert sums.returncode == 0


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


# Tampering. After each, the manifests are made anew: whoever can change a file can do that too.


def rows_of(folder: Path, name: str) -> list[dict]:
    return [json.loads(line) for line in (folder / name).read_text().split("\n") if line]


def write_rows(folder: Path, name: str, rows: list[dict]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / name).write_text("".join(lines))


def canonical(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def change_record(folder: Path, change: Callable[[dict], object]) -> None:
    """Change a record and every digest in the folder that can be made anew."""
    [row] = rows_of(folder, "decisions.jsonl")
    record = json.loads(row["record"])
    change(record)
    act = record["commission"]
    act["sha256"] = hashlib.sha256(canonical(act["deliberation"]).encode()).hexdigest()
    old, row["record"] = row["record_sha256"], canonical(record)
    row["record_sha256"] = hashlib.sha256(row["record"].encode()).hexdigest()
    write_rows(folder, "decisions.jsonl", [row])
    table = folder / "decisions.csv"
    table.write_text(table.read_text().replace(old, row["record_sha256"]))


def change_event(folder: Path, verb: str, change: Callable[[dict], object]) -> None:
    """Change an event together with its leaf, as far as the folder goes."""
    rows = rows_of(folder, "events.jsonl")
    leaves = (folder / "leaves.txt").read_text().split("\n")
    for row in rows:
        content = json.loads(row["body"])
        if content["verb"] == verb:
            change(content)
            row["body"] = canonical(content)
            leaf = hashlib.sha256(b"\x00" + row["body"].encode()).hexdigest()
            leaves[row["index"]] = leaf
    write_rows(folder, "events.jsonl", rows)
    (folder / "leaves.txt").write_text("\n".join(leaves))


def turn_a_ballot(record: dict) -> None:
    for ballot in record["commission"]["deliberation"]["rounds"][0]["ballots"]:
        ballot["choice"] = "for"


def turn_the_result(record: dict) -> None:
    vote = record["commission"]["deliberation"]["rounds"][0]
    vote["result"] = vote["tally"]["result"] = "rejected"


def swap(name: str, old: str, new: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return change


def without_last_line(name: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        lines = (folder / name).read_text().split("\n")[:-2]
        (folder / name).write_text("".join(f"{line}\n" for line in lines))

    return change


def forge_the_count(folder: Path) -> None:
    """Leave the decision out everywhere that lies outside the log."""
    (folder / "decisions.jsonl").write_text("")
    table = (folder / "decisions.csv").read_text().split("\n")[0]
    (folder / "decisions.csv").write_text(f"{table}\n")
    about = json.loads((folder / "export.json").read_text()) | {"decisions": 0}
    (folder / "export.json").write_text(json.dumps(about))


def swap_documents(folder: Path) -> None:
    first, second = sorted((folder / "documents").iterdir())[:2]
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)


#: The twenty of records.md C4-7 and a few more. There is no list of revoked certificates in the
#: package, so its forgery is played on the key of the log.
TAMPERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a character of a record": (swap("decisions.jsonl", "Сиволіт С-4", "Сиволіт С-5"), "changed"),
    "the quantity in a licence": (swap("decisions.jsonl", "2136000", "9136000"), "changed"),
    "a vote": (lambda folder: change_record(folder, turn_a_ballot), "was changed|differs"),
    "a result": (lambda folder: change_record(folder, turn_the_result), "votes give|differs"),
    "a date": (
        lambda folder: change_record(folder, lambda r: r.update(decided_on="2026-11-28")),
        "differs from its event",
    ),
    "a cell of the table": (swap("decisions.csv", ",partly,", ",issued,"), "outcome differs"),
    "a word of an event": (swap("events.jsonl", "Родич", "Друг"), "event at place"),
    "an event with its leaf": (
        lambda folder: change_event(folder, "opinion.given", lambda e: e["data"].clear()),
        "does not give the head",
    ),
    "an event left out": (
        lambda folder: write_rows(folder, "events.jsonl", rows_of(folder, "events.jsonl")[1:]),
        "events, not",
    ),
    "the order of events": (
        lambda folder: write_rows(folder, "events.jsonl", rows_of(folder, "events.jsonl")[::-1]),
        "not in order",
    ),
    "a decision left out": (
        lambda folder: (folder / "decisions.jsonl").write_text(""),
        "decisions.csv has",
    ),
    "a decision left out with every count": (forge_the_count, "but the log says"),
    "the register cut short": (without_last_line("register.jsonl"), "register.jsonl counts"),
    "the head of the log": (
        lambda folder: (folder / "checkpoint.txt").write_text(
            (folder / "checkpoint.txt").read_text().replace("\n", "\n1", 1)
        ),
        "leaves, not",
    ),
    "a log cut short": (without_last_line("leaves.txt"), "leaves, not"),
    "a log in another order": (
        lambda folder: (folder / "leaves.txt").write_text(
            "".join(f"{x}\n" for x in sorted((folder / "leaves.txt").read_text().split()))
        ),
        "does not give the head",
    ),
    "the key of the log": (
        lambda folder: (folder / "log" / "key.txt").write_text(f"{other_key()}\n"),
        "not signed with the key",
    ),
    "the receipt of a witness": (
        swap("log/receipts.jsonl", '"note": "dozvil', '"note": "dozwil'),
        "is not signed by it",
    ),
    "a consistency proof": (
        lambda folder: write_rows(
            folder,
            "log/receipts.jsonl",
            [row | {"consistency": ["00" * 32]} for row in rows_of(folder, "log/receipts.jsonl")],
        ),
        "consistency proof",
    ),
    "two documents exchanged": (swap_documents, "is not a file that the log saw sealed"),
    "the counts": (swap("export.json", '"decisions": 1', '"decisions": 2'), "but the log says"),
    "the filter": (swap("export.json", '"outcome": ""', '"outcome": "issued"'), "the log says"),
    "a file added": (lambda folder: (folder / "more.txt").write_text("x"), ""),
    "a broken line": (lambda folder: (folder / "events.jsonl").write_text("{"), "cannot be read"),
}


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


def seal_again(folder: Path) -> None:
    """Make both manifests anew, as far as they were true before."""
    sums(folder, "manifest-sha256.txt", (folder / "data").rglob("*"))
    sums(folder, MANIFEST, folder.glob("*"))


def sums(folder: Path, manifest: str, files: Iterable[Path]) -> None:
    names = sorted(path for path in files if path.is_file() and path.name != MANIFEST)
    (folder / manifest).write_text(
        "".join(
            f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n"
            for path in names
        )
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
