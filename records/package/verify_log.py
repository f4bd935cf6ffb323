"""The log as hashes: its tree, its signed heads, the receipts of witnesses, the events in it."""

import base64
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from verify_base import Record, lines, require
from verify_keys import is_signed_by


def node(left: bytes, right: bytes) -> bytes:
    """RFC 9162, 2.1.1: the hash over two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_head(leaves: Iterable[bytes]) -> bytes:
    """RFC 9162, 2.1.1: complete subtrees from the left, then joined from the right."""
    peaks: list[tuple[int, bytes]] = []
    for leaf in leaves:
        height, top = 0, leaf
        while peaks and peaks[-1][0] == height:
            top = node(peaks.pop()[1], top)
            height += 1
        peaks.append((height, top))
    head = peaks.pop()[1]
    while peaks:
        head = node(peaks.pop()[1], head)
    return head


def check_log(folder: Path, taken_home: Path | None, log_key: str) -> list[str]:
    """The leaves give the head of the checkpoint; return them."""
    leaves = list(lines(folder / "leaves.txt"))
    require(leaves, "leaves.txt is empty")
    head = tree_head(map(bytes.fromhex, leaves))
    note = (folder / "checkpoint.txt").read_text(encoding="utf-8")
    size, root = head_of(note)
    require(size == len(leaves), "leaves.txt has", len(leaves), "leaves, not", size)
    require(root == head, "leaves.txt does not give the head of checkpoint.txt")
    key = (folder / "log" / "key.txt").read_text(encoding="utf-8").strip()
    require(not log_key or log_key.strip() == key, "log/key.txt is not the key you gave")
    require(is_signed_by(note, key), "checkpoint.txt is not signed with the key of the log")
    if taken_home:
        check_earlier(taken_home.name, taken_home.read_text(encoding="utf-8"), leaves)
    print(f"log: {size} events under the head {head.hex()}")  # noqa: T201  (it reports)
    check_receipts(folder, leaves, root)
    check_stamp(folder / "log", leaves)
    return leaves


def head_of(note: str) -> tuple[int, bytes]:
    """The size and the head that a checkpoint claims."""
    _, size, root = note.split("\n")[:3]
    return int(size), base64.b64decode(root, validate=True)


def check_earlier(name: str, note: str, leaves: list[str]) -> None:
    """The log of today begins with exactly the log of an earlier checkpoint."""
    size, root = head_of(note)
    require(0 < size <= len(leaves), name, "covers more events than this log")
    head = tree_head(map(bytes.fromhex, leaves[:size]))
    require(root == head, name, "does not fit: the log was rewritten since")


def check_receipts(folder: Path, leaves: list[str], root: bytes) -> None:
    """What each witness signed is the beginning of this log, by proof and by the leaves."""
    for line in lines(folder / "log" / "receipts.jsonl"):
        receipt = json.loads(line)
        name, note = receipt["witness"].split("+")[0], receipt["note"]
        require(is_signed_by(note, receipt["witness"]), "receipt of", name, "is not signed by it")
        check_earlier(f"receipt of {name}", note, leaves)
        size, old = head_of(note)
        path = [bytes.fromhex(text) for text in receipt["consistency"]]
        fits = consistent(size, len(leaves), old, root, path)
        require(fits, "consistency proof for", name, "does not hold")
        print(f"witness: {name} signed the first {size} events")  # noqa: T201  (it reports)


def check_stamp(folder: Path, leaves: list[str]) -> None:
    """The stamped head is the beginning of this log, and the stamp names its digest.

    The signature of the stamp is left to `openssl ts -verify` with the authority's certificate.
    """
    if not (folder / "stamp.tst").exists():
        return
    note = (folder / "stamp.txt").read_bytes()
    check_earlier("stamp.txt", note.decode(), leaves)
    named = hashlib.sha256(note).digest() in (folder / "stamp.tst").read_bytes()
    require(named, "stamp.tst is not a time-stamp on stamp.txt")


def consistent(old: int, new: int, first: bytes, second: bytes, path: list[bytes]) -> bool:
    """RFC 9162, 2.1.4.2: the tree of `old` leaves is the beginning of the tree of `new`."""
    if old == new:
        return not path and first == second
    proof = [first, *path] if old & (old - 1) == 0 else list(path)
    if not proof:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    small = large = proof[0]
    for step in proof[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            small, large = node(step, small), node(step, large)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            large = node(large, step)
        place, last = place >> 1, last >> 1
    return last == 0 and (small, large) == (first, second)


def read_events(path: Path, leaves: list[str]) -> list[Record]:
    """Every event stands in the log at its place; return their contents with the places."""
    events, last = [], -1
    for line in lines(path):
        kept = json.loads(line)
        index, body = kept["index"], kept["body"]
        require(index > last, path.name, "is not in order at place", index)
        leaf = hashlib.sha256(b"\x00" + body.encode()).hexdigest()
        require(index < len(leaves) and leaves[index] == leaf, "event at place", index, "changed")
        events.append({**json.loads(body), "index": index})
        last = index
    return events
