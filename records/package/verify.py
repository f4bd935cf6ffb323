#!/usr/bin/env python3
# ruff: noqa: T201  (a program for the command line: it speaks by printing)
"""Checks this folder. Needs Python 3.11 or later, no network, no account; openssl for the seals.

    python3 verify.py [FOLDER] [--checkpoint FILE]

What is proved, in this order
1. Manifests: every file is the one that was exported, and there is no other.
2. The hashes of the whole log give the signed head (RFC 9162), and what witnesses signed earlier
   is the beginning of this very log.
3. events.jsonl: every event is the one the log holds at its place.
4. register.jsonl: all decisions of the log in order, without gaps. counted.jsonl: the log itself
   says which filter was asked and how many decisions it found, so nothing was left out.
5. decisions.jsonl: every record is the one whose digest its event holds; the texts it quotes
   (declaration, checks, deliberation, licence, refusal) have the digests it names.
6. Votes: every ballot is the one sealed when it was cast, and the count is made again here from
   the ballots and the rules in force, independently of the program that ran the sitting.
7. decisions.csv says what decisions.jsonl says; every sealed PDF is the one the log saw sealed;
   every qualified signature of a person, and its text, are the ones the log saw arrive.
8. redacted.jsonl, where parts are withheld: every part shown is the one the log was given, and
   every withheld part has its place, ground and digest.
9. Where openssl is at hand: the seal of every document is of the authority in certs/.

What is not proved: that log/key.txt and certs/ are the authority's. Compare them with what you had
from elsewhere (`--log-key`, `--authority`), or keep a checkpoint: `--checkpoint FILE` shows at the
next visit that nothing before it was rewritten.
Exit 0 only when everything holds; otherwise the first broken thing in plain words, and exit 1.
"""

import argparse
import csv
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True  # nothing may appear in the folder that is being checked
sys.path.insert(0, str(Path(__file__).resolve().parent))

from verify_base import Broken, Record, canonical, digest, lines, require  # noqa: E402
from verify_log import check_log, read_events  # noqa: E402
from verify_redacted import check_redacted  # noqa: E402
from verify_seals import check_seals  # noqa: E402
from verify_votes import count  # noqa: E402

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
    for path in sorted((folder / "documents").glob("*")):
        digest_of_file = hashlib.sha256(path.read_bytes()).hexdigest()
        seen = any(
            number.replace("/", "-") == path.stem and digest_of_file in data
            for number, data in sealed
        )
        require(seen, path.name, "is not a file that the log saw sealed")


def check_signatures(folder: Path, events: list[Record]) -> None:
    """Signatures and their texts are those of the events, none missing and none added."""
    seen = {event["data"][key] for event in events for key in ("file_sha256", "text_sha256")}
    there = {path.stem: path for path in sorted((folder / "signatures").glob("*"))}
    for claimed, path in there.items():
        same = hashlib.sha256(path.read_bytes()).hexdigest() == claimed
        require(same and claimed in seen, path.name, "is not what the log saw arrive")
    missing = sorted(seen - set(there))
    require(not missing, "a qualified signature or its text is missing:", *missing[:1])


# 8. Completeness


def check_register(folder: Path, leaves: list[str]) -> list[str]:
    """The decisions of the whole log, in order and without gaps; return their numbers."""
    events = read_events(folder / "register.jsonl", leaves)
    require(all(e["verb"] == "case.decided" for e in events), "register.jsonl: not a decision")
    numbers = [event["data"]["decision"] for event in events]
    running: dict[str, list[int]] = {}
    for number in numbers:
        series, _, last = number.rpartition("-")
        running.setdefault(series, []).append(int(last))
    for series, given in running.items():
        missing = sorted(set(range(min(given), max(given))) - set(given))
        require(not missing, f"{series}: number", *missing[:1], "is missing")
    return numbers


def check_counted(folder: Path, leaves: list[str], register: list[str], found: list[str]) -> Record:
    """The log itself says what was asked for and how much came out; return what it says."""
    [event] = read_events(folder / "counted.jsonl", leaves)
    require(event["verb"] == "export.counted", "counted.jsonl is not the count of an export")
    data: Record = event["data"]
    about = json.loads((folder / "export.json").read_text(encoding="utf-8"))
    for name in ("filter", "decisions", "events", "register", "redacted"):
        claimed = about[name]
        require(
            data[name] == claimed,
            "export.json:",
            name,
            "is",
            claimed,
            "but the log says",
            data[name],
        )
    require(
        data["register"] == len(register),
        "register.jsonl counts",
        len(register),
        "not",
        data["register"],
    )
    require(
        data["decisions"] == len(found),
        "there are",
        len(found),
        "decisions, not",
        data["decisions"],
    )
    require(set(found) <= set(register), "a decision is not in the register")
    require(len(set(found)) == len(found), "a decision is there twice")
    if not any(data["filter"].values()):
        require(len(found) == len(register), "a decision of the register is left out")
    return data


def check(
    folder: Path, taken_home: Path | None, log_key: str, authority: Path | None = None
) -> str:
    """Check everything; return what holds. Raises Broken."""
    check_files(folder)
    folder /= "data"
    leaves = check_log(folder, taken_home, log_key)
    events = read_events(folder / "events.jsonl", leaves)
    decided = [event for event in events if event["verb"] == "case.decided"]
    register = check_register(folder, leaves)
    if (folder / "redacted.jsonl").exists():
        found = check_redacted(folder, decided)
    else:
        found = check_whole(folder, events, decided)
    data = check_counted(folder, leaves, register, found)
    require(data["events"] == len(events), "there are", len(events), "events, not", data["events"])
    kept = f"{len(found)} decisions and {len(events)} events hold"
    asked = f"{len(found)} of the {len(register)} decisions in the log were asked for"
    return f"{kept}; {asked}; {check_seals(folder, authority)}"


def check_whole(folder: Path, events: list[Record], decided: list[Record]) -> list[str]:
    """Check whole records, their table and documents; return the numbers of the decisions."""
    commitments = Counter(
        event["data"]["commitment"] for event in events if event["verb"] == "ballot.cast"
    )
    rows = [json.loads(line) for line in lines(folder / "decisions.jsonl")]
    for row in rows:
        check_decision(row, decided, commitments)
    check_table(folder, rows)
    check_documents(folder, [event for event in events if event["verb"] == "document.issued"])
    check_signatures(folder, [event for event in events if event["verb"] == "signature.received"])
    return [row["decision"] for row in rows]


def main() -> int:
    """Run the check and say in one line how it went."""
    parser = argparse.ArgumentParser(description="Check an export of decision records.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--checkpoint", type=Path, help="a checkpoint kept since an earlier visit")
    parser.add_argument("--log-key", default="", help="the key of the log, had from elsewhere")
    parser.add_argument("--authority", type=Path, help="its certificate (PEM), had from elsewhere")
    options = parser.parse_args()
    try:
        print(check(options.folder, options.checkpoint, options.log_key, options.authority))
    except Broken as broken:
        print(f"DOES NOT HOLD: {broken}", file=sys.stderr)
        return 1
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        print(f"DOES NOT HOLD: cannot be read ({type(error).__name__}: {error})", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
