"""Who said what on an item, for the protocol; corrections are new rows."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commission import policies
from commission.models import Statement
from commission.services._database import TAKEN, explained, lock_item
from core.accounts.models import User
from core.audit.log import record
from core.base import clock
from core.base.errors import Conflict, InvalidInput


@transaction.atomic
def record_statement(
    *, actor: User, item_id: UUID, speaker: str, text: str, replaces: UUID | None = None
) -> Statement:
    """Enter what was said; `replaces` corrects an earlier row, an empty text takes it out.

    Until the protocol is approved. Event: `statement.recorded`. Raises Http404, NotAllowed,
    Conflict, InvalidInput.
    """
    item = lock_item(item_id)
    policies.require(policies.may_keep_statements(actor, item))
    if not speaker.strip():
        raise InvalidInput("speaker_missing", _("Say who spoke."), field="speaker")
    if not text.strip() and replaces is None:
        raise InvalidInput("text_missing", _("Enter what was said."), field="text")
    if replaces is not None and not item.statements.filter(pk=replaces).exists():
        raise Conflict("statement_elsewhere", _("This statement belongs to another item."))
    corrected = Conflict("corrected_already", _("This statement was corrected already."))
    with explained({TAKEN: corrected}):
        statement = Statement.objects.create(
            item=item,
            speaker=speaker.strip(),
            text=text.strip(),
            replaces_id=replaces,
            recorded_by=actor,
            recorded_at=clock.now(),
        )
    record(
        actor=actor,
        verb="statement.recorded",
        subject=f"sitting:{item.sitting_id}",
        number=item.sitting.number,
        data={"item": item.position, "speaker": statement.speaker, "text": statement.text},
    )
    return statement
