"""The public check of a document by its digest: its state and nothing of the deal."""

from datetime import date, datetime
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Schema

from core.api.routing import ApiRouter
from core.api.schemas import one_of
from licensing.licence_life import LicenceState
from licensing.selectors.licences.register import PublicStatus, public_status

router = ApiRouter(tags=["verification"])


class StatusOut(Schema):
    """What anyone may know of a genuine document."""

    state: Annotated[str, one_of("PublicState", (*LicenceState.values, "issued"))]
    kind: str
    issued_on: date
    valid_until: date | None
    since: date | None
    at: datetime
    file_sha256: str


@router.open_read("/verify/{digest}", response=StatusOut)
def verify_document(request: HttpRequest, digest: str) -> PublicStatus:
    """Say whether a document is genuine, and its state now. `digest` is in its QR code."""
    found = public_status(digest)
    if found is None:
        raise Http404
    return found
