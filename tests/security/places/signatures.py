"""The addresses of qualified signatures: one on the text of the case in review."""

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

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
    case = {"ref": world.review.number, "signature_id": kept.pk, "number": 1}
    return {
        "applications:revision_text": case,
        "cases:revision_text": case,
        "cases:signature": case,
        "cases:signature_file": case,
    }


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return nothing: an empty form is a form with errors."""
    return {}
