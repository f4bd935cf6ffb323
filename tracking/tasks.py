"""Work behind the outbox: ids in, one service called, safe to run twice."""

from uuid import UUID

from core.notifications.outbox import outbox_task
from tracking.services.sheets import ISSUE_SHEET, issue_sheet


@outbox_task(ISSUE_SHEET, heavy=True, seconds=240)
def issue_sheet_document(*, sheet_id: str) -> None:
    """Render and seal the sheet of a write-off."""
    issue_sheet(sheet_id=UUID(sheet_id))
