"""Everything that could be changed in a package, and the words in which it must be found.

After each change the manifests are made anew: whoever can change a file can do that too.
"""

import hashlib
import json
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.audit.keys import SigningKey
from records.bundle import MANIFEST


def other_key() -> str:
    return str(SigningKey("dozvil.example/ledger", Ed25519PrivateKey.generate()).verifying)


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


def exchange_the_authority(folder: Path) -> None:
    """Put a certificate of the same name and another key in the place of the authority's."""
    certificate = folder / "certs" / "authority.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-subj", "/CN=Dozvil test authority", "-keyout", "/dev/null",
         "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip


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
    "the seal of a document exchanged": (exchange_the_authority, "is not sealed by the authority"),
    "the counts": (swap("export.json", '"decisions": 1', '"decisions": 2'), "but the log says"),
    "the filter": (swap("export.json", '"outcome": ""', '"outcome": "issued"'), "the log says"),
    "a file added": (lambda folder: (folder / "more.txt").write_text("x"), ""),
    "a broken line": (lambda folder: (folder / "events.jsonl").write_text("{"), "cannot be read"),
}


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
