"""Work behind the outbox rows of licensing: ids in, one service called, safe to run twice."""

from collections.abc import Callable
from uuid import UUID

from celery import shared_task
from django.db import transaction

from core.documents.services import issue_document
from core.notifications.messages import notify
from core.notifications.outbox import outbox_task
from core.notifications.texts import Kind as Notice
from licensing.models import Licence, Refusal
from licensing.services import _notices as notices
from licensing.services.deciding import ISSUE_DOCUMENT
from licensing.services.following import RECHECK, follow_changes, recheck
from licensing.services.licences import expire_due
from licensing.services.rescreening import RESCREEN, screen_next_batch

# Celery ships no types: this is what we use of its decorator.
celery_task: Callable[..., Callable[[Callable[[], None]], object]] = shared_task

_NOTICES = {"licence": Notice.LICENCE_ISSUED, "refusal": Notice.REFUSAL_ISSUED}


@outbox_task(name=ISSUE_DOCUMENT, heavy=True)
def issue(*, kind: str, id: str) -> None:  # noqa: A002
    """Print and seal a licence or a refusal, then tell the company, each exactly once.

    Both halves are idempotent: the document by its number, the notice by its key.
    """
    paper = _paper(kind, UUID(id))
    issue_document(
        kind=kind, number=paper.number, subject=paper.subject, record_text=paper.record_text
    )
    with transaction.atomic():
        notify(
            recipients=notices.company_people(paper.application),
            kind=_NOTICES[kind],
            params={"number": paper.number},
            link=notices.company_link(paper.application),
            key=f"issued:{paper.number}",
            company=paper.application.manufacturer_id,
        )


@outbox_task(name=RESCREEN, seconds=240)
def rescreen(*, rescreening_id: str, done: int) -> None:
    """Screen the next batch of open cases and live licences after a list changed."""
    screen_next_batch(rescreening_id=UUID(rescreening_id), done=done)


@outbox_task(name=RECHECK)
def look_again(*, application_id: str, position: int) -> None:
    """Run the checks of one open case after data they look at changed."""
    recheck(application_id=UUID(application_id), position=position)


def _paper(kind: str, pk: UUID) -> Licence | Refusal:
    company = "application__manufacturer"
    if kind == "licence":
        return Licence.objects.select_related(company).get(pk=pk)
    return Refusal.objects.select_related(company).get(pk=pk)


@celery_task(name="licensing.expire", ignore_result=True, time_limit=300, soft_time_limit=270)
def expire() -> None:
    """Mark the licences whose last day is over; safe to run twice, also at the same moment."""
    expire_due()


@celery_task(name="licensing.follow", ignore_result=True, time_limit=120, soft_time_limit=100)
def follow() -> None:
    """Read the log for changed data and promise the checks; safe to run twice at once."""
    follow_changes()
