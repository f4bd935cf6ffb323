"""The sealed document of a protocol: made once by a worker from the record as it was kept."""

from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from commission import policies
from commission.models import Protocol
from core.base import clock
from core.documents.models import IssuedDocument
from core.documents.services import issue_document
from core.notifications.messages import notify
from core.notifications.texts import Kind


def issue_protocol(*, protocol_id: UUID) -> IssuedDocument:
    """Render, seal and store the document, then tell chair, secretary and members.

    Safe to run twice: there is one document a number and one notice a person. Rendering holds no
    lock. Raises Http404 for an unknown protocol.
    """
    protocol = get_object_or_404(
        Protocol.objects.select_related("sitting__chair", "sitting__secretary"), pk=protocol_id
    )
    document = issue_document(
        kind="protocol",
        number=protocol.number,
        subject=f"sitting:{protocol.sitting_id}",
        record_text=protocol.record_text,
    )
    with transaction.atomic():
        _tell(protocol)
    return document


def _tell(protocol: Protocol) -> None:
    sitting = protocol.sitting
    mandates = policies.valid_mandates(clock.kyiv_date(sitting.held_at)).select_related("person")
    notify(
        recipients=[sitting.chair, sitting.secretary, *(row.person for row in mandates)],
        kind=Kind.PROTOCOL_READY,
        params={"number": protocol.number},
        link=f"/sittings/{sitting.number}/",
        key=f"protocol.ready:{protocol.pk}",
    )
