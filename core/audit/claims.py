"""Signed tree heads to hold the log against: stored checkpoints and one an auditor brought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.audit import keys, notes
from core.audit.findings import Finding
from core.audit.merkle import Frontier
from core.audit.models import Checkpoint


@dataclass(frozen=True)
class Claim:
    """Somebody signed that the log had this root at this size."""

    size: int
    root: bytes
    place: str


class Claims:
    """The heads in order of size, checked off while the tree grows past them."""

    def __init__(self, taken_home: str | None) -> None:
        self.problems: list[Finding] = []
        self.heads: list[Claim] = []
        self._key = keys.signing_key().verifying
        for stored in Checkpoint.objects.order_by("size").iterator():
            self._add_stored(stored)
        self.last_stored = self.heads[-1].size if self.heads else 0
        if taken_home:
            self._add_taken_home(taken_home)
        self._next = 0
        self._good_until = 0
        self._broken = False

    def check(self, frontier: Frontier) -> Iterator[Finding]:
        """Compare the growing tree with the heads signed at exactly its size."""
        while self._next < len(self.heads) and self.heads[self._next].size == frontier.size:
            claim = self.heads[self._next]
            self._next += 1
            yield from self._compare(claim, frontier.root())

    def check_ends(self, size: int) -> Iterator[Finding]:
        """After the last leaf: no head may claim more, and the last one must cover everything."""
        for claim in self.heads[self._next :]:
            problem = _("covers %(claimed)d events, but the log holds only %(size)d: it was cut")
            yield Finding(claim.place, problem % {"claimed": claim.size, "size": size})
        if size > self.last_stored:
            problem = _("the places from %(first)d to %(last)d are under no signed checkpoint")
            bounds = {"first": self.last_stored, "last": size - 1}
            yield Finding(_("end of the log"), problem % bounds)

    def _compare(self, claim: Claim, root: bytes) -> Iterator[Finding]:
        """Report the first head that no longer fits; all later ones cover the same change."""
        if root == claim.root:
            self._good_until = claim.size
        elif not self._broken:
            self._broken = True
            problem = _("does not fit the log: something changed in the places %(a)d to %(b)d")
            bounds = {"a": self._good_until, "b": claim.size - 1}
            yield Finding(claim.place, problem % bounds)

    def _add_stored(self, stored: Checkpoint) -> None:
        place = _("checkpoint at %(size)d events") % {"size": stored.size}
        root = bytes(stored.root)
        self.heads.append(Claim(stored.size, root, place))
        try:
            head = notes.parse(stored.note)
        except ValueError:
            self.problems.append(Finding(place, _("its note is not a checkpoint")))
            return
        if (head.size, head.root) != (stored.size, root):
            self.problems.append(Finding(place, _("its columns differ from its signed note")))
        self._check_signature(stored.note, place)

    def _add_taken_home(self, note: str) -> None:
        place = _("checkpoint brought along")
        try:
            head = notes.parse(note)
        except ValueError:
            self.problems.append(Finding(place, _("its note is not a checkpoint")))
            return
        self._check_signature(note, place)
        self.heads.append(Claim(head.size, head.root, place))
        self.heads.sort(key=lambda claim: claim.size)

    def _check_signature(self, note: str, place: str) -> None:
        if not notes.is_signed_by(note, self._key):
            self.problems.append(Finding(place, _("is not signed with the key of this log")))
