"""Long work of manufacturers: ids in, one service called, safe to run twice. See docs/work.md."""

from uuid import UUID

from django.urls import reverse

from core.accounts.models import User
from core.base.errors import InvalidInput
from core.work.running import Cancelled, Progress, long_work
from core.work.selectors import is_cancelled
from manufacturers.models import SheetState
from manufacturers.services import sheets


@long_work(sheets.WORK, seconds=1800)
def work_on_sheet(progress: Progress) -> str:
    """Check a large sheet, or write it into the catalogue; return the page where it lies."""
    sheet_id = UUID(str(progress.args["sheet_id"]))
    if progress.args.get("write"):
        _write(progress, sheet_id)
    else:
        _read(progress, sheet_id)
    return reverse("manufacturers:sheet", args=[sheet_id])


def _read(progress: Progress, sheet_id: UUID) -> None:
    progress.restart()
    try:
        sheets.read_sheet(sheet_id=sheet_id, step=progress.advance)
        progress.keep()
    except InvalidInput:
        sheets.refuse_sheet(sheet_id=sheet_id)
        raise
    except Cancelled:
        sheets.refuse_sheet(sheet_id=sheet_id, state=SheetState.DISCARDED)
        raise


def _write(progress: Progress, sheet_id: UUID) -> None:
    """All in one transaction, so nobody sees a count; a wish to stop takes everything back."""

    def step(_count: int) -> None:
        if is_cancelled(progress.work_id):
            raise Cancelled

    sheets.write_sheet(
        actor=User.objects.get(pk=progress.owner_id),
        sheet_id=sheet_id,
        only_right=bool(progress.args["only_right"]),
        step=step,
    )
