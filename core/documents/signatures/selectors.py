"""Reads of received signatures, and whether one stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from core.documents.models import ReceivedSignature
from core.documents.models import SignatureVerdict as Verdict

#: As many officers must have found a signature good where no verifier could.
OFFICERS_NEEDED = 2


class State(StrEnum):
    """Whether a signature stands."""

    STANDS = "stands"
    OPEN = "open"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a signature stands, and how many officers have found it good."""

    state: State
    accepted: int

    @property
    def is_open(self) -> bool:
        """Tell whether officers still have to judge it."""
        return self.state == State.OPEN


def standing_of(signature: ReceivedSignature) -> Standing:
    """Return whether a signature stands: by the verifier, or by two officers and no objection."""
    reviews = list(signature.reviews.all())
    good = sum(review.accepted for review in reviews)
    if signature.verdict == Verdict.VALID:
        return Standing(State.STANDS, good)
    if good < len(reviews):
        return Standing(State.REJECTED, good)
    return Standing(State.STANDS if good >= OFFICERS_NEEDED else State.OPEN, good)


def signatures_on(subjects: Iterable[str]) -> QuerySet[ReceivedSignature]:
    """Return the signatures on these texts with their files and reviews, oldest first."""
    return (
        ReceivedSignature.objects.filter(subject__in=list(subjects))
        .select_related("file", "received_by")
        .prefetch_related("reviews__by")
        .order_by("received_at")
    )


def get_signature(signature_id: UUID) -> ReceivedSignature:
    """Return one signature. Raises Http404."""
    found = ReceivedSignature.objects.select_related("file").filter(pk=signature_id).first()
    if found is None:
        raise Http404
    return found
