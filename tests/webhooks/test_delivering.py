"""A company's program is told each fact: to the example of the docs, over TLS, signed."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from core.base import clock
from core.base.errors import Conflict
from core.notifications import outbox
from core.notifications.models import Message
from core.notifications.texts import Kind
from core.webhooks import delivering, sending, services, signing
from core.webhooks.delivering import OFF_AFTER, PAUSES
from core.webhooks.models import Delivery, Problem, Webhook
from demo.cast import Cast
from tests import builders
from tests.webhooks.receiving import Listening


def told(webhook: Webhook) -> Delivery:
    return webhook.deliveries.get()


def fact(webhook: Webhook, key: str = "issued:1", at: datetime | None = None) -> None:
    delivering.tell(
        company_id=webhook.company_id,
        kind=Kind.LICENCE_ISSUED,
        number="DL-2026-00417",
        link="/applications/1/",
        key=key,
        at=at or clock.now(),
    )
    outbox.drain()


def test_the_acts_on_a_case_reach_the_program_of_its_company(
    cast: Cast, webhook: Webhook, receiver: Listening
):
    case = builders.accepted(cast)
    outbox.drain()
    assert [one["type"] for one in receiver.facts] == [
        "application.submitted",
        "application.accepted",
    ]
    assert {one["data"]["number"] for one in receiver.facts} == {case.number}
    assert receiver.facts[0]["data"]["link"].endswith(f"/applications/{case.ref}/")
    assert set(receiver.answers) == {204}
    assert set(webhook.deliveries.values_list("status", "attempts")) == {(204, 1)}


def test_another_company_hears_nothing(cast: Cast, webhook: Webhook, receiver: Listening):
    delivering.tell(
        company_id=cast.foreign_company.pk,
        kind=Kind.LICENCE_ISSUED,
        number="DL-2026-00001",
        link="/applications/2/",
        key="issued:2",
        at=clock.now(),
    )
    outbox.drain()
    assert receiver.facts == []


def test_the_same_fact_is_told_once_and_known_by_its_event(webhook: Webhook, receiver: Listening):
    fact(webhook)
    fact(webhook)
    assert len(receiver.facts) == 1
    first = told(webhook)
    # A worker was killed after the call and before its note: the receiver knows the event.
    Delivery.objects.update(delivered_at=None, next_at=clock.now(), attempts=7)
    delivering.deliver(delivery_id=first.pk, attempt=7)
    assert receiver.answers == [204, 204]
    assert len(receiver.facts) == 1


def test_nothing_but_the_fact_leaves(cast: Cast, webhook: Webhook, receiver: Listening):
    builders.submitted(cast)
    outbox.drain()
    assert [set(one) for one in receiver.facts] == [{"type", "timestamp", "data"}]
    assert set(receiver.facts[0]["data"]) == {"number", "link"}


@pytest.mark.parametrize("status", [301, 400, 404, 410, 500, 503])
def test_any_other_answer_is_a_failure_and_waits(
    webhook: Webhook, receiver: Listening, status: int
):
    receiver.forced = status
    fact(webhook)
    found = told(webhook)
    assert (found.status, found.problem, found.attempts) == (status, Problem.REFUSED, 1)
    assert found.next_at is not None
    assert found.next_at - clock.now() <= PAUSES[0]
    assert len(receiver.answers) == 1


def test_what_failed_is_tried_after_its_pause_and_given_up_at_last(
    webhook: Webhook, receiver: Listening
):
    receiver.forced = 500
    fact(webhook)
    now = clock.now()
    assert delivering.promise_due() == 0
    for done, pause in enumerate(PAUSES, start=1):
        now += pause + timedelta(seconds=1)
        with clock.at(now):
            assert delivering.promise_due() == 1
            outbox.drain()
        assert told(webhook).attempts == done + 1
    assert told(webhook).given_up_at is not None
    with clock.at(now + timedelta(days=2)):
        assert delivering.promise_due() == 0


def test_a_promise_made_twice_is_one_attempt(webhook: Webhook, receiver: Listening):
    receiver.forced = 500
    fact(webhook)
    with clock.at(clock.now() + PAUSES[0] * 2):
        delivering.promise_due()
        delivering.promise_due()
        outbox.drain()
    assert len(receiver.answers) == 2


def test_a_dead_address_is_switched_off_and_its_person_is_told(
    webhook: Webhook, receiver: Listening
):
    receiver.forced = 500
    fact(webhook)
    with clock.at(clock.now() + OFF_AFTER + timedelta(minutes=1)):
        fact(webhook, "issued:2")
        webhook.refresh_from_db()
        assert webhook.off_at is not None
        assert not webhook.deliveries.filter(next_at__isnull=False).exists()
        message = Message.objects.get(kind=Kind.WEBHOOK_OFF)
        assert message.recipient == webhook.person
        answers = len(receiver.answers)
        fact(webhook, "issued:3")
        assert len(receiver.answers) == answers
        with pytest.raises(Conflict):
            delivering.send_test(actor=webhook.person, webhook_id=webhook.pk)


def test_one_good_answer_ends_the_count(webhook: Webhook, receiver: Listening):
    receiver.forced = 500
    fact(webhook)
    receiver.forced = None
    fact(webhook, "issued:2")
    webhook.refresh_from_db()
    assert webhook.failing_since is None


def test_switched_on_again_it_is_told_what_comes(webhook: Webhook, receiver: Listening):
    receiver.forced = 500
    fact(webhook)
    with clock.at(clock.now() + OFF_AFTER + timedelta(minutes=1)):
        fact(webhook, "issued:2")
    services.switch_on(actor=webhook.person, webhook_id=webhook.pk)
    receiver.forced = None
    fact(webhook, "issued:3")
    assert len(receiver.facts) == 1


def test_a_test_and_a_fact_sent_again_arrive(webhook: Webhook, receiver: Listening):
    sent = delivering.send_test(actor=webhook.person, webhook_id=webhook.pk)
    outbox.drain()
    assert receiver.facts[0]["type"] == "webhook.test"
    receiver.know(signing.secret_of(webhook))
    delivering.send_again(actor=webhook.person, webhook_id=webhook.pk, delivery_id=sent.pk)
    outbox.drain()
    assert len(receiver.facts) == 2
    assert told(webhook).attempts == 2


def test_a_call_with_the_old_secret_is_refused(webhook: Webhook, receiver: Listening):
    services.renew_secret(actor=webhook.person, webhook_id=webhook.pk)
    fact(webhook)
    assert receiver.answers == [401]
    assert told(webhook).status == 401


def test_an_old_call_played_again_is_refused(webhook: Webhook, receiver: Listening):
    now = clock.now()
    with clock.at(now - timedelta(hours=1)):
        fact(webhook, at=now)
    assert receiver.answers == [400]


def test_what_happened_before_it_was_set_is_not_told(webhook: Webhook, receiver: Listening):
    fact(webhook, at=webhook.created_at - timedelta(seconds=1))
    assert not webhook.deliveries.exists()


def test_an_ended_webhook_hears_nothing_more(webhook: Webhook, receiver: Listening):
    receiver.forced = 500
    fact(webhook)
    services.end_webhook(actor=webhook.person, webhook_id=webhook.pk)
    with clock.at(clock.now() + PAUSES[0] * 2):
        delivering.promise_due()
        fact(webhook, "issued:2")
    assert len(receiver.answers) == 1


def test_an_unknown_certificate_is_refused(webhook: Webhook, receiver: Listening, settings):
    settings.WEBHOOK_AUTHORITIES = ""
    fact(webhook)
    assert told(webhook).problem == Problem.TLS
    assert receiver.answers == []


def test_a_name_that_leads_inside_is_not_called(webhook: Webhook, receiver: Listening, settings):
    settings.WEBHOOK_NETWORKS = ()
    fact(webhook)
    assert told(webhook).problem == Problem.INNER
    assert receiver.answers == []


def test_a_server_that_is_gone_is_silent(webhook: Webhook, settings, tmp_path):
    address = "https://127.0.0.1:9/"
    assert sending.post(address, {}, b"{}").problem == Problem.SILENT


def test_what_was_told_is_forgotten_in_time(webhook: Webhook, receiver: Listening):
    fact(webhook)
    with clock.at(clock.now() + delivering.KEPT - timedelta(days=1)):
        assert delivering.forget() == 0
    with clock.at(clock.now() + delivering.KEPT + timedelta(days=1)):
        assert delivering.forget() == 1


def test_the_database_keeps_facts_and_states(webhook: Webhook, receiver: Listening):
    fact(webhook)
    for change in (
        {"number": "DL-2026-09999"},
        {"next_at": clock.now()},
        {"given_up_at": clock.now()},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Delivery.objects.update(**change)
