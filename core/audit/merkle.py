"""RFC 9162 Merkle tree over leaf hashes: pure functions, standard library only.

Leaf hash ``H(0x00 || body)``, node hash ``H(0x01 || left || right)`` with SHA-256. No database,
no clock: an auditor can read this file beside section 2.1 of the RFC and check it line by line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(body: bytes) -> bytes:
    """Hash of one log entry (RFC 9162, 2.1.1); the prefix keeps leaves and nodes apart."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass
class Frontier:
    """The right edge of a growing tree: enough to append and to know the root, nothing more.

    ``peaks`` holds one root per set bit of ``size``, largest subtree first.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash; amortised constant work."""
        self.peaks.append(leaf)
        size = self.size
        while size & 1:
            right = self.peaks.pop()
            self.peaks[-1] = node_hash(self.peaks[-1], right)
            size >>= 1
        self.size += 1

    def root(self) -> bytes:
        """Tree head of everything appended so far."""
        if not self.peaks:
            return EMPTY_ROOT
        head = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            head = node_hash(peak, head)
        return head

    def to_bytes(self) -> bytes:
        """The peaks joined, for keeping beside a checkpoint."""
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, stored: bytes) -> Frontier:
        """Read back ``to_bytes``. Raises ValueError when the number of peaks cannot fit."""
        peaks = [stored[at : at + SIZE] for at in range(0, len(stored), SIZE)]
        if len(stored) % SIZE or len(peaks) != size.bit_count():
            raise ValueError("stored frontier does not fit its tree size")
        return cls(size, peaks)


def root(leaves: Iterable[bytes]) -> bytes:
    """Merkle tree head of the leaf hashes in order (RFC 9162, 2.1.1)."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Siblings from leaf ``index`` up to the root (RFC 9162, 2.1.3.1). Raises IndexError."""
    if not 0 <= index < len(leaves):
        raise IndexError("no such leaf in this tree")
    level, path = list(leaves), []
    while len(level) > 1:
        if (sibling := index ^ 1) < len(level):
            path.append(level[sibling])
        level = _level_above(level)
        index >>= 1
    return path


def consistency_path(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Proof that the first ``old_size`` leaves are a prefix of all (RFC 9162, 2.1.4.1).

    Raises ValueError unless ``0 < old_size <= len(leaves)``.
    """
    if not 0 < old_size <= len(leaves):
        raise ValueError("the older tree must be a non-empty part of the newer one")
    return _subproof(leaves, old_size, known=True)


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], head: bytes
) -> bool:
    """Does ``path`` lead from ``leaf`` at ``index`` to ``head``? (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, head, *path):
        return False
    place, last, node = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            place, last = _skip_lonely_levels(place, last)
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == head


def verify_consistency(
    old_size: int, new_size: int, old: bytes, new: bytes, path: Sequence[bytes]
) -> bool:
    """Is the tree ``old`` a prefix of the tree ``new``? (RFC 9162, 2.1.4.2)."""
    if not 0 < old_size <= new_size or not _are_hashes(old, new, *path):
        return False
    if old_size == new_size:
        return not path and old == new
    nodes = [old, *path] if old_size & (old_size - 1) == 0 else list(path)
    if not nodes:
        return False
    place, last = _skip_full_levels(old_size - 1, new_size - 1)
    return _walk_consistency(nodes, place, last) == (old, new)


def _walk_consistency(nodes: list[bytes], place: int, last: int) -> tuple[bytes, bytes] | None:
    """Recompute (old head, new head) from the proof, or None when it has the wrong length."""
    first = second = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            first, second = node_hash(node, first), node_hash(node, second)
            place, last = _skip_lonely_levels(place, last)
        else:
            second = node_hash(second, node)
        place, last = place >> 1, last >> 1
    return (first, second) if last == 0 else None


def _skip_full_levels(place: int, last: int) -> tuple[int, int]:
    while place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _skip_lonely_levels(place: int, last: int) -> tuple[int, int]:
    """A right edge without a sibling rises unchanged: skip those levels."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _level_above(level: list[bytes]) -> list[bytes]:
    pairs = range(0, len(level) - 1, 2)
    above = [node_hash(level[at], level[at + 1]) for at in pairs]
    return [*above, level[-1]] if len(level) & 1 else above


def _subproof(leaves: Sequence[bytes], old_size: int, *, known: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if known else [root(leaves)]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    if old_size <= split:
        return [*_subproof(leaves[:split], old_size, known=known), root(leaves[split:])]
    return [*_subproof(leaves[split:], old_size - split, known=False), root(leaves[:split])]


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == SIZE for value in values)
