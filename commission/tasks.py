"""Work behind the outbox: ids in, one service called, safe to run twice."""

from collections.abc import Callable
from uuid import UUID

from celery import shared_task

from commission.services.addenda import ISSUE_ADDENDUM, issue_addendum
from commission.services.protocols import (
    ISSUE_EXTRACT,
    ISSUE_PROTOCOL,
    issue_extract,
    issue_protocol,
)
from commission.services.reopening import follow_amendment
from commission.services.watch import escalate_missing_sitting
from commission.services.written import close_due
from core.notifications.outbox import outbox_task
from licensing.services.amending import FOLLOW

celery_task: Callable[..., Callable[[Callable[[], None]], object]] = shared_task


@outbox_task(ISSUE_PROTOCOL, heavy=True, seconds=240)
def issue_protocol_document(*, protocol_id: str) -> None:
    """Render and seal the protocol of a closed sitting."""
    issue_protocol(protocol_id=UUID(protocol_id))


@outbox_task(ISSUE_EXTRACT, heavy=True, seconds=240)
def issue_extract_document(*, extract_id: str) -> None:
    """Render and seal the extract of one item."""
    issue_extract(extract_id=UUID(extract_id))


@outbox_task(ISSUE_ADDENDUM, heavy=True, seconds=240)
def issue_addendum_document(*, addendum_id: str) -> None:
    """Render and seal an addendum that both have signed."""
    issue_addendum(addendum_id=UUID(addendum_id))


@outbox_task(FOLLOW)
def ask_what_an_amendment_touches(*, application_id: str) -> None:
    """Let untouched opinions stand and ask for the others again."""
    follow_amendment(application_id=UUID(application_id))


@celery_task(name="commission.close_due", ignore_result=True, time_limit=120, soft_time_limit=100)
def close_votes_in_writing() -> None:
    """Close the votes in writing whose term is over; safe to run twice."""
    close_due()


@celery_task(name="commission.watch", ignore_result=True, time_limit=60, soft_time_limit=50)
def watch_sittings() -> None:
    """Escalate a missing sitting; safe to run twice, one notice a person and day."""
    escalate_missing_sitting()
