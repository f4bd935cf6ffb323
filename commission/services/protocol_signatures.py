"""Qualified signatures on signed protocols: sent by who sat, judged by two officials.

The protocol's text holds the roll call with every ballot, so a member's signature binds hers too.
"""

from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from commission import policies
from commission.models import Protocol, Sitting
from commission.selectors.protocol_signatures import get_signature_of
from commission.services._database import lock_sitting
from core.accounts.models import User
from core.base.errors import Conflict
from core.documents.models import ReceivedSignature, SignatureReview
from core.documents.signatures.services import receive_signature, review_signature


@transaction.atomic
def send_signature(*, actor: User, sitting_id: UUID, upload: "File[Any]") -> ReceivedSignature:
    """Keep a qualified signature on the final text of a protocol, exactly as it came.

    Raises NotAllowed, Conflict before the protocol is signed, InvalidInput (field `signature`) for
    a file that does not sign this text. Event: signature.received on the sitting.
    """
    sitting, protocol = _final(actor, sitting_id)
    return receive_signature(
        actor=actor,
        subject=protocol.subject,
        text=protocol.record_text,
        upload=upload,
        about=f"sitting:{sitting.pk}",
        number=protocol.number,
    )


@transaction.atomic
def judge_signature(
    *, actor: User, sitting_id: UUID, signature_id: UUID, accepted: bool, basis: str
) -> SignatureReview:
    """Keep what an official found on a signature that the site could not judge.

    Raises NotAllowed, Conflict, InvalidInput (field `basis`), Http404 for a signature on another
    text. Event: signature.reviewed on the sitting.
    """
    sitting = lock_sitting(sitting_id)
    policies.require(policies.may_judge_signature(actor))
    found = get_signature_of(sitting, signature_id)
    return review_signature(
        actor=actor,
        signature_id=found.kept.pk,
        accepted=accepted,
        basis=basis,
        about=f"sitting:{sitting.pk}",
        number=sitting.protocol_number or "",
    )


def _final(actor: User, sitting_id: UUID) -> tuple[Sitting, Protocol]:
    sitting = lock_sitting(sitting_id)
    policies.require(policies.may_send_signature(actor, sitting))
    protocol = Protocol.objects.filter(sitting=sitting).first()
    if protocol is None:
        raise Conflict("protocol_elsewhere", policies.NOT_SIGNED_YET)
    return sitting, protocol
