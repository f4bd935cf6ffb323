"""Webhooks and their log, for the administrators of their company."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import Http404

from core.webhooks.models import Delivery, Problem, Webhook

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the log, and where the older ones begin."""

    deliveries: list[Delivery]
    older: UUID | None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """How many facts were given up for one reason, and when."""

    problem: str
    count: int
    addresses: int
    first: datetime
    last: datetime

    @property
    def label(self) -> str:
        """Return the reason in words."""
        return str(Problem(self.problem).label)


def live(company_id: UUID) -> QuerySet[Webhook]:
    """Return the webhooks of a company that nobody ended, also those that are off."""
    return Webhook.objects.filter(company_id=company_id, ended_at__isnull=True)


def get_webhook(company_id: UUID, webhook_id: UUID) -> Webhook:
    """Return a live webhook of the company. Raises Http404 for any other."""
    found = live(company_id).filter(pk=webhook_id).first()
    if found is None:
        raise Http404
    return found


def given_up() -> QuerySet[Delivery]:
    """Return what was tried and given up although its address is on: it may be told again."""
    tried = Delivery.objects.filter(given_up_at__isnull=False).exclude(problem="")
    return tried.filter(webhook__off_at=None, webhook__ended_at=None).order_by("given_up_at", "id")


def given_up_by_problem() -> list[GivenUp]:
    """Return why facts were given up, the most frequent first (one query)."""
    rows = given_up().order_by().values("problem")
    counted = rows.annotate(
        count=Count("id"),
        addresses=Count("webhook", distinct=True),
        first=Min("given_up_at"),
        last=Max("given_up_at"),
    )
    return [GivenUp(**row) for row in counted.order_by("-count", "problem")]


def log_of(webhook: Webhook, before: UUID | None = None) -> Page:
    """Return a page of what was told, the latest first; `before` is the last row seen."""
    rows = webhook.deliveries.order_by("-created_at", "-id")
    last = rows.filter(pk=before).first() if before else None
    if last is not None:
        earlier = Q(created_at=last.created_at, id__lt=last.pk)
        rows = rows.filter(Q(created_at__lt=last.created_at) | earlier)
    found = list(rows[: PAGE + 1])
    return Page(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)
