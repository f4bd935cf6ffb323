"""Qualified signatures on declared texts: sent by the company, judged by officers."""

from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.http import Http404

from core.accounts.models import User
from core.documents.models import ReceivedSignature, SignatureReview
from core.documents.signatures.selectors import get_signature
from core.documents.signatures.services import receive_signature, review_signature
from licensing import policies
from licensing.policies import Deed
from licensing.services._advance import lock


@transaction.atomic
def send_signature(
    *, actor: User, application_id: UUID, revision: int, upload: "File[Any]"
) -> ReceivedSignature:
    """Keep a signatory's qualified signature on the text of a declared revision.

    Raises NotAllowed, Http404 for an unknown revision, InvalidInput (field `signature`) for a
    file that does not sign exactly this text. Event: signature.received on the case.
    """
    application = lock(application_id)
    policies.authorise(actor, Deed.SEND_SIGNATURE, application)
    declared = application.revisions.filter(number=revision).first()
    if declared is None:
        raise Http404
    return receive_signature(
        actor=actor,
        subject=declared.subject,
        text=declared.text,
        upload=upload,
        about=application.subject,
        number=application.number or "",
    )


@transaction.atomic
def judge_signature(
    *, actor: User, application_id: UUID, signature_id: UUID, accepted: bool, basis: str
) -> SignatureReview:
    """Keep what an officer found on a signature that the site could not judge.

    Raises NotAllowed, Conflict, InvalidInput (field `basis`), Http404 for a signature of another
    case. Event: signature.reviewed on the case.
    """
    application = lock(application_id)
    policies.authorise(actor, Deed.JUDGE_SIGNATURE, application)
    signature = get_signature(signature_id)
    if signature.subject not in {one.subject for one in application.revisions.all()}:
        raise Http404
    return review_signature(
        actor=actor,
        signature_id=signature.pk,
        accepted=accepted,
        basis=basis,
        about=application.subject,
        number=application.number or "",
    )
