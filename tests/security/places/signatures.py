"""The addresses of qualified signatures: one on the text of the case in review."""

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from commission.models import Protocol
from commission.services import protocol_signatures
from licensing.services.signatures import send_signature
from tests.core.documents.signatures import signers

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Send a signature on the declared text."""
    declared = world.review.revisions.get(number=1)
    kept = send_signature(
        actor=world.cast.signatory,
        application_id=world.review.pk,
        revision=1,
        upload=ContentFile(signers.p7s(declared.text), name="text.p7s"),
    )
    heard = Protocol.objects.get(number=world.decision.commission_outcome.protocol_ref)
    members = protocol_signatures.send_signature(
        actor=world.cast.chair,
        sitting_id=heard.sitting_id,
        upload=ContentFile(signers.national(heard.record_text), name="protocol.p7s"),
    )
    sitting = {"number": heard.sitting.number}
    signature = sitting | {"signature_id": members.pk}
    case = {"ref": world.review.number, "signature_id": kept.pk, "number": 1}
    return {
        "sittings:protocol_text": sitting,
        "sittings:protocol_sign": sitting,
        "sittings:protocol_signature": signature,
        "sittings:protocol_signature_file": signature,
        "applications:revision_text": case,
        "cases:revision_text": case,
        "cases:signature": case,
        "cases:signature_file": case,
    }


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return nothing: an empty form is a form with errors."""
    return {}
