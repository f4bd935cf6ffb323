#!/usr/bin/env python3
# ruff: noqa: T201  (a program for the command line: it speaks by printing)
"""Checks this folder. Needs Python 3.11 or later and nothing else: no network, no account.

    python3 verify.py [FOLDER] [--checkpoint FILE]

What is proved, in this order
1. Manifests: every file is the one that was exported, and there is no other.
2. leaves.txt, checkpoint.txt: the hashes of the whole log give the published tree head (RFC 9162).
3. events.jsonl: every event is the one the log holds at its place.
4. decisions.jsonl: every record is the one whose digest its event holds; the texts it quotes
   (declaration, checks, deliberation, licence, refusal) have the digests it names.
5. Votes: every ballot is the one sealed when it was cast, and the count is made again here from
   the ballots and the rules in force, independently of the program that ran the sitting.
6. decisions.csv says what decisions.jsonl says.
7. documents: every sealed PDF is the one that the log saw when it was sealed.

What is not proved: who holds the key of the log. Compare the head printed below with a checkpoint
you took home earlier or had from a witness; `--checkpoint FILE` does it for an equal size.
Exit 0 only when everything holds; otherwise the first broken thing in plain words, and exit 1.
"""

import argparse
import base64
import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class Broken(Exception):
    """Something does not hold."""


def require(holds: object, *words: object) -> None:
    """Raise Broken with the words unless it holds."""
    if not holds:
        raise Broken(" ".join(map(str, words)))


def digest(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(content: Any) -> str:
    """RFC 8785 for content without floats, as all our records are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def lines(path: Path) -> Iterator[str]:
    """The lines of a file; a text may hold other line ends than LF."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.removesuffix("\n")


# 1. Files


MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")


def check_files(folder: Path) -> None:
    """Every listed file unchanged, no file unlisted."""
    listed = {MANIFESTS[1]}
    for manifest in MANIFESTS:
        for line in lines(folder / manifest):
            claimed, _, name = line.partition(" ")
            name = name.strip()
            listed.add(name)
            path = folder / name
            require(path.is_file(), name, "is missing")
            with path.open("rb") as file:
                actual = hashlib.file_digest(file, "sha256").hexdigest()
            require(actual == claimed, name, "is not the file that was exported")
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    require(there == listed, "in no manifest:", ", ".join(sorted(there - listed)))


# 2. Log


def tree_head(leaves: Iterable[bytes]) -> bytes:
    """RFC 9162, 2.1.1: complete subtrees from the left, then joined from the right."""
    peaks: list[tuple[int, bytes]] = []
    for leaf in leaves:
        height, node = 0, leaf
        while peaks and peaks[-1][0] == height:
            node = hashlib.sha256(b"\x01" + peaks.pop()[1] + node).digest()
            height += 1
        peaks.append((height, node))
    head = peaks.pop()[1]
    while peaks:
        head = hashlib.sha256(b"\x01" + peaks.pop()[1] + head).digest()
    return head


def check_log(folder: Path, taken_home: Path | None) -> list[str]:
    """The leaves give the head of the checkpoint; return them."""
    leaves = list(lines(folder / "leaves.txt"))
    require(leaves, "leaves.txt is empty")
    head = tree_head(map(bytes.fromhex, leaves))
    _, size, root = (folder / "checkpoint.txt").read_text().split("\n")[:3]
    require(int(size) == len(leaves), "leaves.txt has", len(leaves), "leaves, not", size)
    require(base64.b64decode(root) == head, "leaves.txt does not give the head of checkpoint.txt")
    if taken_home:
        check_taken_home(taken_home, leaves)
    print(f"log: {size} events under the head {head.hex()}")
    return leaves


def check_taken_home(path: Path, leaves: list[str]) -> None:
    """The log of today begins with exactly the log of an earlier checkpoint."""
    _, size, root = path.read_text().split("\n")[:3]
    require(0 < int(size) <= len(leaves), path.name, "covers more events than this log")
    head = tree_head(map(bytes.fromhex, leaves[: int(size)]))
    require(base64.b64decode(root) == head, path.name, "does not fit: the log was rewritten since")


# 3. Events


def check_events(folder: Path, leaves: list[str]) -> list[Record]:
    """Every event stands in the log at its place; return their contents with the places."""
    events, last = [], -1
    for line in lines(folder / "events.jsonl"):
        kept = json.loads(line)
        index, body = kept["index"], kept["body"]
        require(index > last, "events.jsonl is not in order at place", index)
        leaf = hashlib.sha256(b"\x00" + body.encode()).hexdigest()
        require(index < len(leaves) and leaves[index] == leaf, "event at place", index, "changed")
        events.append({**json.loads(body), "index": index})
        last = index
    return events


# 4. Decisions


def check_decision(row: Record, events: list[Record], commitments: Counter[str]) -> None:
    """One record against its event, its columns and the texts it quotes."""
    name, record = row["decision"], json.loads(row["record"])
    require(digest(row["record"]) == row["record_sha256"], name, "record changed")
    event = next((e for e in events if e["data"].get("decision") == name), None)
    require(event, name, "has no event of its decision")
    assert event is not None
    require(event["data"]["sha256"] == row["record_sha256"], name, "differs from its event")
    require(event["index"] == row["ledger_place"], name, "has another place in the log")
    shown = (record["number"], record["case"]["number"], record["decided_at"])
    require(shown == (name, row["case"], row["decided_at"]), name, "columns differ from the record")
    check_papers(name, row, record)
    check_quotes(name, row, record)
    for vote in record["commission"]["deliberation"].get("rounds", []):
        check_round(name, vote, record["commission"]["deliberation"], commitments)


def check_papers(name: str, row: Record, record: Record) -> None:
    """The licence and the refusal are the ones the record names."""
    for kind in ("licence", "refusal"):
        named, text = record[kind], row[f"{kind}_record"]
        require(bool(named) == bool(text), name, kind, "is there against the record")
        if named:
            require(digest(text) == named["record_sha256"], name, kind, "record changed")
            require(row[kind] == named["number"], name, kind, "has another number")


def check_quotes(name: str, row: Record, record: Record) -> None:
    """The texts quoted in the record have the digests it names."""
    revision, act = record["revision"], record["commission"]
    require(revision["sha256"] == row["revision_sha256"], name, "cites another revision")
    quotes = [("declaration", revision["content"], revision["sha256"])]
    quotes += [("check run", run["run"], run["sha256"]) for run in record["checks"]]
    quotes += [("deliberation", act["deliberation"], act["sha256"])]
    for what, content, sha256 in quotes:
        require(digest(canonical(content)) == sha256, name, what, "differs from its digest")


# 5. Votes


def check_round(name: str, vote: Record, act: Record, commitments: Counter[str]) -> None:
    """Every ballot as it was sealed, and the count made again."""
    for ballot in vote["ballots"]:
        sealed = {key: value for key, value in ballot.items() if key != "commitment"}
        sealed |= {"schema": "dozvil.ballot.1", "round": vote["id"]}
        who = f"{name}: ballot of {ballot['seat']}"
        require(digest(canonical(sealed)) == ballot["commitment"], who, "was changed")
        require(commitments[ballot["commitment"]] == 1, who, "is not in the log")
    rules = json.loads(act["rule_pack"]["text"])
    require(digest(act["rule_pack"]["text"]) == act["rule_pack"]["sha256"], name, "rules changed")
    result = count(rules, vote)
    require(result == vote["result"], name, "votes give", result, "and not", vote["result"])
    counted = vote["tally"]["result"]
    require(result == counted, name, "votes give", result, "and not", counted)


def count(rules: Record, vote: Record) -> str:
    """The result by the rules in force: carried, rejected, tie or no_quorum."""
    states = {elector["seat"]: elector["state"] for elector in vote["electors"]}
    last = {b["seat"]: b["choice"] for b in sorted(vote["ballots"], key=lambda b: b["revision"])}
    votes = {seat: choice for seat, choice in last.items() if states.get(seat) == "entitled"}
    tallied = Counter(votes.values())
    number = Counter(states.values())
    seats = len(states) - (number["vacant"] if rules["quorum"]["base"] == "filled" else 0)
    base, present = seats - number["recused"], number["entitled"]
    if not has_quorum(rules, states, seats, base, present):
        return "no_quorum"
    if any(votes.get(seat) == "against" for seat in rules["majority"]["veto"]):
        return "rejected"
    return majority(rules, tallied, present, vote["casting"])


def exceeds(part: int, whole: int, rule: Record) -> bool:
    """Compare part / whole > num / den in whole numbers."""
    return bool(part * rule["den"] > whole * rule["num"])


def has_quorum(rules: Record, states: Record, seats: int, base: int, present: int) -> bool:
    """Enough seats present, enough left after recusals, and the mandatory ones there."""
    quorum, floor = rules["quorum"], rules["floor"]
    there = all(states.get(seat) in ("entitled", "recused") for seat in quorum["mandatory"])
    left = base >= floor["seats"] and base * floor["den"] >= seats * floor["num"]
    return there and left and exceeds(present, base, quorum)


def majority(rules: Record, tallied: Counter[str], present: int, casting: Record | None) -> str:
    """More than the share for; a tie only where one vote more would carry."""
    rule, votes = rules["majority"], tallied["for"]
    voting = rule["base"] == "voting"
    whole = votes + tallied["against"] if voting else present
    if exceeds(votes, whole, rule):
        return "carried"
    tie = 0 < votes == tallied["against"] and exceeds(votes + 1, whole + voting, rule)
    if not tie or not rules["tie"]["casting_vote"]:
        return "rejected"
    return {"for": "carried", "against": "rejected", None: "tie"}[(casting or {}).get("choice")]


# 6. Table


def check_table(folder: Path, rows: list[Record]) -> None:
    """The table for people says what the records say."""
    with (folder / "decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        shown = list(csv.DictReader(file))
    require(len(shown) == len(rows), "decisions.csv has", len(shown), "rows, not", len(rows))
    for cells, row in zip(shown, rows, strict=True):
        for column, cell in cells.items():
            value = "" if row[column] is None else str(row[column])
            # An apostrophe keeps a spreadsheet from running what somebody typed.
            same = cell.replace("'", "") == value.replace("'", "")
            require(same, "decisions.csv:", row["decision"], column, "differs")


# 7. Documents


def check_documents(folder: Path, events: list[Record]) -> None:
    """The log holds the digest of every sealed file, under the number of its document."""
    sealed = {(event["number"], str(event["data"])) for event in events}
    for path in sorted((folder / "documents").iterdir()):
        digest_of_file = hashlib.sha256(path.read_bytes()).hexdigest()
        seen = any(number == path.stem and digest_of_file in data for number, data in sealed)
        require(seen, path.name, "is not a file that the log saw sealed")


def check_no_gaps(numbers: list[str]) -> None:
    """Without a filter the numbers of each year follow one another: nothing was left out."""
    running: dict[str, list[int]] = {}
    for number in numbers:
        series, _, last = number.rpartition("-")
        running.setdefault(series, []).append(int(last))
    for series, given in running.items():
        missing = sorted(set(range(min(given), max(given))) - set(given))
        require(not missing, f"{series}: number", *missing[:1], "is missing")


def check(folder: Path, taken_home: Path | None) -> str:
    """Check everything; return what holds. Raises Broken."""
    check_files(folder)
    folder /= "data"
    leaves = check_log(folder, taken_home)
    events = check_events(folder, leaves)
    commitments = Counter(
        event["data"]["commitment"] for event in events if event["verb"] == "ballot.cast"
    )
    decided = [event for event in events if event["verb"] == "case.decided"]
    rows = [json.loads(line) for line in lines(folder / "decisions.jsonl")]
    for row in rows:
        check_decision(row, decided, commitments)
    check_table(folder, rows)
    check_documents(folder, [event for event in events if event["verb"] == "document.issued"])
    about = json.loads((folder / "export.json").read_text())
    if not any(about["filter"].values()):
        check_no_gaps([row["decision"] for row in rows])
    found = (len(rows), len(events), len(leaves))
    claimed = (about["decisions"], about["events"], about["log_size"])
    require(found == claimed, "export.json counts", claimed, "but there are", found)
    return f"{found[0]} decisions and {found[1]} events hold"


def main() -> int:
    """Run the check and say in one line how it went."""
    parser = argparse.ArgumentParser(description="Check an export of decision records.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--checkpoint", type=Path, help="a checkpoint kept since an earlier visit")
    options = parser.parse_args()
    try:
        print(check(options.folder, options.checkpoint))
    except Broken as broken:
        print(f"DOES NOT HOLD: {broken}", file=sys.stderr)
        return 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"DOES NOT HOLD: cannot be read ({type(error).__name__}: {error})", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
