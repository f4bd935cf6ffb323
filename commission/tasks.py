"""Work behind the outbox: ids in, one service called, safe to run twice."""

from uuid import UUID

from commission.services.protocols import issue_protocol
from commission.services.sittings import ISSUE_PROTOCOL
from core.notifications.outbox import outbox_task


@outbox_task(ISSUE_PROTOCOL, heavy=True, seconds=240)
def issue_protocol_document(*, protocol_id: str) -> None:
    """Render and seal the protocol of a closed sitting."""
    issue_protocol(protocol_id=UUID(protocol_id))
