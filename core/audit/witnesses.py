"""Witnesses: bodies outside the house that sign our checkpoints (C2SP tlog-cosignature).

Whoever holds database and key can write a new log that agrees with itself; not one that agrees
with what a witness signed before. A witness is handed the newest checkpoint with the proof that it
continues the one it signed last, checks it with its own tool, and returns a signature line.
Who is a witness is configuration (`LEDGER_WITNESSES`), not a row that an administrator could add.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import notes, selectors
from core.audit.findings import Finding
from core.audit.log import Actor, record
from core.audit.models import Checkpoint, WitnessReceipt
from core.base.errors import InvalidInput

COSIGNATURE = b"\x04"  # algorithm byte of C2SP tlog-cosignature, version 1
LEDGER = "ledger"


@dataclass(frozen=True)
class Witness:
    """A body that signs checkpoints, known by its key."""

    name: str
    public: bytes

    @property
    def fingerprint(self) -> bytes:
        """Four bytes that open its signatures."""
        named = self.name.encode() + b"\n" + COSIGNATURE + self.public
        return hashlib.sha256(named).digest()[:4]

    def __str__(self) -> str:
        encoded = base64.b64encode(COSIGNATURE + self.public).decode()
        return f"{self.name}+{self.fingerprint.hex()}+{encoded}"

    def accepts(self, line: str, note: str) -> datetime | None:
        """Return when this witness signed the note, or None when the line is not its signature."""
        content = _content(line)
        if content is None or content[:4] != self.fingerprint or len(content) != 76:
            return None
        seconds = int.from_bytes(content[4:12], "big")
        signed = f"cosignature/v1\ntime {seconds}\n{notes.body(note)}"
        try:
            key = Ed25519PublicKey.from_public_bytes(self.public)
            key.verify(content[12:], signed.encode())
            return datetime.fromtimestamp(seconds, UTC)
        except (InvalidSignature, ValueError, OverflowError):
            return None


def witnesses() -> list[Witness]:
    """Return the configured witnesses. Raises ImproperlyConfigured for a key that is none."""
    return [_parse(key) for key in str(settings.LEDGER_WITNESSES).split()]


def handover(old_size: int = 0) -> str:
    """Return what a witness is given: C2SP tlog-witness, the body of `add-checkpoint`.

    `old_size` is the size it signed last, 0 for never. Raises InvalidInput for a size beyond the
    log, or while the log has no checkpoint.
    """
    newest = selectors.latest_checkpoint()
    if newest is None or not 0 <= old_size <= newest.size:
        raise InvalidInput("no_such_size", gettext_lazy("The log has no checkpoint of this size."))
    proof = selectors.consistency_proof(old_size, newest.size) if old_size else []
    lines = [f"old {old_size}", *(base64.b64encode(node).decode() for node in proof)]
    return "\n".join(lines) + f"\n\n{newest.note}"


@transaction.atomic
def accept(*, actor: Actor, text: str) -> list[WitnessReceipt]:
    """Keep the signatures of witnesses under a checkpoint of this log. Event: `ledger.witnessed`.

    `text` is the whole note as it came back. Raises InvalidInput when it is no checkpoint, is not
    ours as we know it (which would mean two histories), or carries no signature of a witness.
    """
    text = text.replace("\r\n", "\n").strip() + "\n"
    checkpoint = _ours(text)
    found = list(_signatures(text, checkpoint))
    if not found:
        raise InvalidInput(
            "no_witness", gettext_lazy("The text carries no valid signature of a known witness.")
        )
    return [kept for kept in (_keep(actor, one) for one in found) if kept]


def receipts() -> QuerySet[WitnessReceipt]:
    """Return all receipts with their checkpoints, newest first."""
    return WitnessReceipt.objects.select_related("checkpoint").order_by("-checkpoint_id", "witness")


def latest_receipts() -> list[WitnessReceipt]:
    """Return the newest receipt of each witness, in the order of names."""
    newest = WitnessReceipt.objects.order_by("witness", "-checkpoint_id").distinct("witness")
    return list(newest.select_related("checkpoint"))


@dataclass(frozen=True)
class Standing:
    """A configured witness with the newest checkpoint it signed, None while it signed none."""

    witness: Witness
    receipt: WitnessReceipt | None


def standing() -> list[Standing]:
    """Return the configured witnesses and how far each has signed."""
    newest = {receipt.witness: receipt for receipt in latest_receipts()}
    return [Standing(witness, newest.get(witness.name)) for witness in witnesses()]


def verify_receipts() -> Iterator[Finding]:
    """Yield each kept receipt that is not a signature under the checkpoint of its size."""
    for kept in receipts():
        if _parse(kept.key).accepts(kept.line, kept.checkpoint.note) is None:
            place = _("receipt of %(witness)s") % {"witness": kept.witness}
            problem = _("does not sign the checkpoint at %(size)d events")
            yield Finding(place, problem % {"size": kept.checkpoint_id})


def _ours(text: str) -> Checkpoint:
    try:
        head = notes.parse(text)
    except ValueError as error:
        raise InvalidInput("no_note", gettext_lazy("This is not a checkpoint.")) from error
    kept = Checkpoint.objects.filter(size=head.size).first()
    if kept is None or notes.body(text) != notes.body(kept.note):
        raise InvalidInput(
            "another_log",
            gettext_lazy(
                "The checkpoint is not one of this log as it stands. If it once was, the log was "
                "rewritten: keep this text and call the auditor."
            ),
        )
    return kept


def _signatures(text: str, checkpoint: Checkpoint) -> Iterator[WitnessReceipt]:
    known = witnesses()
    for line in text.partition("\n\n")[2].splitlines():
        for witness in known:
            seen = witness.accepts(line, checkpoint.note)
            if seen:
                yield WitnessReceipt(
                    checkpoint=checkpoint,
                    witness=witness.name,
                    key=str(witness),
                    line=line,
                    seen_at=seen,
                )


def _keep(actor: Actor, receipt: WitnessReceipt) -> WitnessReceipt | None:
    """Insert unless this witness signed this checkpoint already."""
    same = {"checkpoint": receipt.checkpoint, "witness": receipt.witness}
    if WitnessReceipt.objects.filter(**same).exists():
        return None
    receipt.save(force_insert=True)
    record(
        actor=actor,
        verb="ledger.witnessed",
        subject=LEDGER,
        data={"size": receipt.checkpoint_id, "witness": receipt.witness, "line": receipt.line},
    )
    return receipt


def _content(line: str) -> bytes | None:
    if not line.startswith(notes.MARK):
        return None
    try:
        return base64.b64decode(line.rpartition(" ")[2], validate=True)
    except binascii.Error:
        return None


def _parse(key: str) -> Witness:
    try:
        name, fingerprint, encoded = key.split("+", 2)
        content = base64.b64decode(encoded, validate=True)
        witness = Witness(name, content[1:])
        fits = content[:1] == COSIGNATURE and len(witness.public) == 32
        if not fits or witness.fingerprint.hex() != fingerprint:
            raise ValueError(key)
    except ValueError as error:
        raise ImproperlyConfigured(f"LEDGER_WITNESSES: {key} is no key of a witness.") from error
    return witness
