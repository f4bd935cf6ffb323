"""Copies with parts withheld: what is shown is what the log was given, and no part is passed over.

The log holds the digest of a commitment: the sorted digests of all single values of the record,
each over its own salt, its place and itself. A shown part comes with its salt and is found again
among them; of a withheld part only its place, its ground and its digest are here.
"""

import json
from pathlib import Path

from verify_base import Record, canonical, digest, lines, require


def check_redacted(folder: Path, decided: list[Record]) -> list[str]:
    """Check every redacted record against its event; return the numbers of the decisions."""
    events = {event["data"].get("decision"): event for event in decided}
    return [check_one(json.loads(line), events) for line in lines(folder / "redacted.jsonl")]


def check_one(row: Record, events: dict[object, Record]) -> str:
    """One record: its commitment is in the log, its parts are in the commitment."""
    name = str(row["decision"])
    require(name in events, name, "has no event of its decision")
    data = events[name]["data"]
    require(digest(row["commitment"]) == data["commitment"], name, "commitment changed")
    require(data["sha256"] == row["record_sha256"], name, "names another record")
    sealed = set(json.loads(row["commitment"])["sd"])
    shown = {digest(canonical(part)) for part in row["shown"]}
    withheld = {part["digest"] for part in row["withheld"]}
    require(shown <= sealed, name, "shows a part that is not in the record")
    require(withheld == sealed - shown, name, "passes over a part in silence")
    require(all(part["ground"] for part in row["withheld"]), name, "withholds without a ground")
    paths = [part[1] for part in row["shown"]] + [part["path"] for part in row["withheld"]]
    require(len(set(paths)) == len(sealed), name, "names a place twice")
    values = {path: value for _, path, value in row["shown"]}
    require(values.get("/number", name) == name, name, "stands under another number")
    return name
