"""Reads of the log: the history of a thing, heads, and proofs to hand out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from core.audit import merkle
from core.audit.models import Checkpoint, Event, LogLeaf


@dataclass(frozen=True)
class InclusionProof:
    """Everything needed to prove that an event is under a signed head (RFC 9162, 2.1.3)."""

    index: int
    leaf: bytes
    path: list[bytes]
    checkpoint: Checkpoint


def events_for(subject: str) -> QuerySet[Event]:
    """Events about one thing (``case:<uuid>``) in the order they were written.

    The caller has already asked whether the reader may see that thing.
    """
    return Event.objects.filter(subject=subject).select_related("actor", "place").order_by("id")


def events_about(
    subjects: Collection[str], verbs: Collection[str] | None = None
) -> QuerySet[Event]:
    """Events about several things, of all verbs or of some, in the order they were written.

    The caller has already asked whether the reader may see those things.
    """
    found = Event.objects.filter(subject__in=subjects)
    if verbs is not None:
        found = found.filter(verb__in=verbs)
    return found.select_related("actor", "place").order_by("id")


def latest_checkpoint() -> Checkpoint | None:
    """The newest signed head, or None while the log is empty."""
    return Checkpoint.objects.order_by("size").last()


def inclusion_proof(event: Event) -> InclusionProof | None:
    """Proof that the event stands in the log, or None while it waits for its place."""
    place = LogLeaf.objects.filter(event=event).first()
    checkpoint = latest_checkpoint()
    if place is None or checkpoint is None:
        return None
    path = merkle.inclusion_path(_leaves(checkpoint.size), place.index)
    return InclusionProof(place.index, bytes(place.leaf), path, checkpoint)


def consistency_proof(old_size: int, new_size: int) -> list[bytes]:
    """Proof that the log at ``old_size`` is a prefix of the log at ``new_size``."""
    return merkle.consistency_path(_leaves(new_size), old_size)


def _leaves(size: int) -> list[bytes]:
    stored = LogLeaf.objects.filter(index__lt=size).order_by("index")
    return [bytes(leaf) for leaf in stored.values_list("leaf", flat=True).iterator()]
