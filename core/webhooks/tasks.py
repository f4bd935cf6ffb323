"""Background work of webhooks: telling a company, one attempt, and the beat's tasks."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from celery import shared_task

from core.notifications import messages, outbox
from core.webhooks import delivering

celery_task: Callable[..., Callable[[Callable[[], None]], object]] = shared_task


@outbox.outbox_task(messages.TELL_COMPANY, seconds=30)
def tell(*, company_id: str, kind: str, number: str, link: str, key: str, at: str) -> None:
    """Promise a fact to the addresses of a company."""
    delivering.tell(
        company_id=UUID(company_id),
        kind=kind,
        number=number,
        link=link,
        key=key,
        at=datetime.fromisoformat(at),
    )


@outbox.outbox_task(delivering.DELIVER, heavy=True, seconds=20)
def deliver(*, delivery_id: str, attempt: int) -> None:
    """Make one attempt, outside of any transaction: a server may take its time."""
    delivering.deliver(delivery_id=UUID(delivery_id), attempt=attempt)


@celery_task(name="webhooks.due", ignore_result=True, time_limit=60, soft_time_limit=50)
def promise_due() -> None:
    """Promise the attempts whose pause is over; safe to run twice, also at the same moment."""
    delivering.promise_due()


@celery_task(name="webhooks.forget", ignore_result=True, time_limit=300, soft_time_limit=270)
def forget() -> None:
    """Delete the old log; safe to run twice."""
    delivering.forget()
