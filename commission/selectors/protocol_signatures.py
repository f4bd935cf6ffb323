"""Qualified signatures on the protocol of a sitting, with what is known about each."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from commission import policies
from commission.models import Protocol, Sitting
from core.accounts.models import User
from core.documents.models import ReceivedSignature, SignatureReview
from core.documents.signatures.selectors import Standing, signatures_on, standing_of


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature and whether it stands."""

    kept: ReceivedSignature
    standing: Standing

    @property
    def reviews(self) -> list[SignatureReview]:
        """Return what officials found, oldest first."""
        return list(self.kept.reviews.all())


def get_protocol(sitting: Sitting) -> Protocol:
    """Return the signed protocol of a sitting. Raises Http404 while there is none."""
    found = Protocol.objects.filter(sitting=sitting).first()
    if found is None:
        raise Http404
    return found


def signatures_of(sitting: Sitting) -> list[Signature]:
    """Return the signatures on the protocol of a sitting, oldest first."""
    protocol = Protocol.objects.filter(sitting=sitting).first()
    kept = signatures_on([protocol.subject]) if protocol else []
    return [Signature(one, standing_of(one)) for one in kept]


def get_signature_of(sitting: Sitting, signature_id: UUID) -> Signature:
    """Return one signature on the protocol of a sitting. Raises Http404."""
    for found in signatures_of(sitting):
        if found.kept.pk == signature_id:
            return found
    raise Http404


def may_judge(user: User, signature: Signature) -> bool:
    """Return whether the person may judge it now: open, not sent by her, not judged before."""
    judged = {review.by_id for review in signature.reviews} | {signature.kept.received_by_id}
    allowed = bool(policies.may_judge_signature(user))
    return allowed and signature.standing.is_open and user.pk not in judged
