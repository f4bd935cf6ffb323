"""Facts on their way to an address: promised with the fact, tried until told, given up at last.

A receiver may be told a fact twice (a worker killed between the call and its note of it), never
with another `webhook-id`; a fact is never lost while the webhook is on.
"""

import json
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from core.accounts.models import User
from core.accounts.policies import require_role
from core.accounts.roles import Role
from core.audit.log import record
from core.base import clock
from core.base.errors import Conflict
from core.notifications import outbox
from core.notifications.kinds import Kind
from core.notifications.messages import notify
from core.webhooks import policies, selectors, sending, signing
from core.webhooks.models import Delivery, Webhook
from core.webhooks.texts import IS_OFF

DELIVER = "webhooks.deliver"
TEST = "webhook.test"
# Waiting after the first, second, … attempt; after the last the fact is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))
OFF_AFTER = timedelta(days=5)
KEPT = timedelta(days=30)
SWEEP_LIMIT = 500


def tell(*, company_id: UUID, kind: str, number: str, link: str, key: str, at: datetime) -> int:
    """Promise a fact to every address of a company that is on; return to how many.

    `key` names the fact: the same fact is told to an address once, and none that happened before
    the webhook was set. `link` is a path of this site.
    """
    on = Webhook.objects.filter(company_id=company_id, ended_at=None, off_at=None)
    told = on.filter(created_at__lte=at)
    event = uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/webhooks/{key}")
    fact = {"event": event, "kind": kind, "number": number, "link": link, "happened_at": at}
    with transaction.atomic():
        rows = [Delivery(webhook=one, next_at=clock.now(), **fact) for one in told]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
        _promise(Delivery.objects.filter(webhook__in=told, event=event, next_at__isnull=False))
    return len(rows)


@transaction.atomic
def send_test(*, actor: User, webhook_id: UUID) -> Delivery:
    """Promise a fact that means nothing, so that the receiver can be tried.

    Raises NotAllowed, Http404, and Conflict while the webhook is off.
    """
    webhook = _webhook_on(actor, webhook_id)
    now = clock.now()
    made = Delivery.objects.create(
        webhook=webhook,
        event=uuid5(webhook.pk, now.isoformat()),
        kind=TEST,
        link=f"/webhooks/{webhook.pk}/",
        happened_at=now,
        next_at=now,
    )
    _promise([made])
    return made


@transaction.atomic
def send_again(*, actor: User, webhook_id: UUID, delivery_id: UUID) -> Delivery:
    """Promise a fact once more, under its own event. Raises as `send_test`."""
    webhook = _webhook_on(actor, webhook_id)
    delivery = get_object_or_404(webhook.deliveries.select_for_update(), pk=delivery_id)
    delivery.next_at, delivery.delivered_at, delivery.given_up_at = clock.now(), None, None
    delivery.save(update_fields=["next_at", "delivered_at", "given_up_at"])
    _promise([delivery])
    return delivery


@transaction.atomic
def send_given_up_again(*, actor: User, problem: str) -> int:
    """Try once more all facts that were given up for one reason; return how many.

    For a fault on this side, once it is removed. An address that is off or ended stays silent.
    Event: `webhook.retried`. Raises NotAllowed.
    """
    require_role(actor, Role.SYSTEM_ADMIN)
    rows = list(selectors.given_up().filter(problem=problem).select_for_update(of=("self",)))
    now = clock.now()
    for delivery in rows:
        delivery.next_at, delivery.given_up_at = now, None
    Delivery.objects.bulk_update(rows, ["next_at", "given_up_at"])
    _promise(rows)
    facts = {"problem": problem, "deliveries": len(rows)}
    record(actor=actor, verb="webhook.retried", subject=f"webhooks:{problem}", data=facts)
    return len(rows)


def deliver(*, delivery_id: UUID, attempt: int) -> None:
    """Make one attempt and note what came of it; safe to run twice."""
    waiting = Delivery.objects.select_related("webhook").filter(next_at__isnull=False)
    delivery = waiting.filter(pk=delivery_id, attempts=attempt).first()
    if delivery is None or delivery.webhook.off_at or delivery.webhook.ended_at:
        return
    now, body = clock.now(), body_of(delivery)
    proof = signing.headers(signing.secret_of(delivery.webhook), delivery.event, now, body)
    plain = {"Content-Type": "application/json", "User-Agent": "Dozvil"}
    _note(delivery, sending.post(delivery.webhook.address, plain | proof, body))


def body_of(delivery: Delivery) -> bytes:
    """Return what is sent: the fact and where to read more, nothing of the case itself."""
    content = {
        "type": delivery.kind,
        "timestamp": delivery.happened_at.isoformat(),
        "data": {"number": delivery.number, "link": settings.SITE_URL + delivery.link},
    }
    return json.dumps(content, ensure_ascii=False).encode()


def promise_due() -> int:
    """Promise the attempts whose pause is over; return how many. Safe to run twice."""
    with transaction.atomic():
        due = Delivery.objects.filter(next_at__lte=clock.now(), webhook__off_at=None)
        rows = list(due.order_by("next_at")[:SWEEP_LIMIT])
        _promise(rows)
    return len(rows)


def forget() -> int:
    """Delete what was told, or given up, longer ago than KEPT; return how many."""
    old = Delivery.objects.filter(next_at__isnull=True, created_at__lt=clock.now() - KEPT)
    deleted, _by_model = old.delete()
    return deleted


def _promise(rows: "QuerySet[Delivery] | list[Delivery]") -> None:
    outbox.enqueue_many(
        outbox.Entry(
            task=DELIVER,
            # With its time: a fact sent again after a pause is another promise than the one kept.
            key=f"webhook:{one.pk}:{one.attempts}:{one.next_at:%Y%m%dT%H%M%S.%f}",
            args={"delivery_id": str(one.pk), "attempt": one.attempts},
        )
        for one in rows
    )


def _webhook_on(actor: User, webhook_id: UUID) -> Webhook:
    _person, company_id = policies.require_administrator(actor)
    webhook = selectors.get_webhook(company_id, webhook_id)
    if webhook.off_at is not None:
        raise Conflict("webhook_off", IS_OFF)
    return webhook


@transaction.atomic
def _note(delivery: Delivery, outcome: sending.Outcome) -> None:
    webhook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
    delivery.attempts += 1
    delivery.status, delivery.problem = outcome.status, outcome.problem
    delivery.next_at = None
    now = clock.now()
    if not outcome.problem:
        delivery.delivered_at = now
    elif webhook.ended_at or delivery.attempts > len(PAUSES):
        delivery.given_up_at = now
    else:
        delivery.next_at = now + PAUSES[delivery.attempts - 1]
    delivery.save(update_fields=_NOTED)
    if not webhook.ended_at:
        _judge(webhook, is_well=not outcome.problem)


_NOTED = ["attempts", "status", "problem", "next_at", "delivered_at", "given_up_at"]


def _judge(webhook: Webhook, *, is_well: bool) -> None:
    """Switch an address off that has answered nothing well for OFF_AFTER, and say so once."""
    now = clock.now()
    webhook.failing_since = None if is_well else webhook.failing_since or now
    if webhook.failing_since and now - webhook.failing_since >= OFF_AFTER and not webhook.off_at:
        webhook.off_at = now
        webhook.deliveries.filter(next_at__isnull=False).update(next_at=None, given_up_at=now)
        record(actor=None, verb="webhook.switched_off", subject=webhook.subject)
        notify(
            recipients=[webhook.person],
            kind=Kind.WEBHOOK_OFF,
            params={},
            link=f"/webhooks/{webhook.pk}/",
            key=f"{webhook.subject}:{now.isoformat()}",
        )
    webhook.save(update_fields=["failing_since", "off_at"])
