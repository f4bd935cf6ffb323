"""Lists for programs of a company: keyset pages of its drafts and of its cases."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from core.accounts.models import User
from licensing.lifecycle import Status
from licensing.models import Application
from licensing.selectors.applicant.own import own_applications

PAGE_SIZE = 50

Page = tuple[list[Application], str]


def drafts_page(user: User, after: str) -> Page:
    """Return the drafts behind a key, the latest begun first, and the key of the next page."""
    return _page(_editable(own_applications(user)), after)


def cases_page(user: User, after: str) -> Page:
    """Return the cases that were ever submitted, and the key of the next page."""
    return _page(own_applications(user).filter(number__isnull=False), after)


def _editable(applications: QuerySet[Application]) -> QuerySet[Application]:
    return applications.filter(Q(status=Status.DRAFT) | Q(amendment_open=True))


def _page(applications: QuerySet[Application], after: str) -> Page:
    listed = applications.defer("current_revision__text", "latest_checks__text")
    rows = list(_behind(listed, after).order_by("-created_at", "id")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    last = shown[-1] if len(rows) > PAGE_SIZE else None
    return shown, f"{last.created_at.isoformat()},{last.pk}" if last else ""


def _behind(applications: QuerySet[Application], key: str) -> QuerySet[Application]:
    """Continue behind a row; a broken key shows the first page."""
    moment, _comma, row = key.partition(",")
    try:
        at, last = datetime.fromisoformat(moment), UUID(row)
    except ValueError:
        return applications
    if at.tzinfo is None:
        return applications
    return applications.filter(Q(created_at__lt=at) | Q(created_at=at, id__gt=last))
