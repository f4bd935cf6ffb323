"""Webhooks and their log, for the administrators of their company."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from core.webhooks.models import Delivery, Webhook

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the log, and where the older ones begin."""

    deliveries: list[Delivery]
    older: UUID | None


def live(company_id: UUID) -> QuerySet[Webhook]:
    """Return the webhooks of a company that nobody ended, also those that are off."""
    return Webhook.objects.filter(company_id=company_id, ended_at__isnull=True)


def get_webhook(company_id: UUID, webhook_id: UUID) -> Webhook:
    """Return a live webhook of the company. Raises Http404 for any other."""
    found = live(company_id).filter(pk=webhook_id).first()
    if found is None:
        raise Http404
    return found


def log_of(webhook: Webhook, before: UUID | None = None) -> Page:
    """Return a page of what was told, the latest first; `before` is the last row seen."""
    rows = webhook.deliveries.order_by("-created_at", "-id")
    last = rows.filter(pk=before).first() if before else None
    if last is not None:
        earlier = Q(created_at=last.created_at, id__lt=last.pk)
        rows = rows.filter(Q(created_at__lt=last.created_at) | earlier)
    found = list(rows[: PAGE + 1])
    return Page(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)
