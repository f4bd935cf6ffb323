"""What no program took: the system administrator sees why, names nobody, and tells it again."""

from datetime import timedelta

import pytest
from django.test import Client

from core.accounts.models import User
from core.audit.models import Event
from core.base import clock
from core.base.errors import NotAllowed
from core.notifications import outbox
from core.webhooks import delivering, services
from core.webhooks.delivering import OFF_AFTER
from core.webhooks.models import Delivery, Webhook
from core.webhooks.selectors import given_up_by_problem
from demo.cast import Cast
from tests.webhooks.receiving import Listening
from tests.webhooks.test_delivering import fact, told


@pytest.fixture
def given_up(webhook: Webhook, receiver: Listening) -> Delivery:
    """A fact whose last try failed; the address is still on."""
    receiver.forced = 500
    fact(webhook)
    Delivery.objects.update(attempts=len(delivering.PAUSES))
    with clock.at(clock.now() + timedelta(minutes=2)):
        delivering.promise_due()
        outbox.drain()
    receiver.forced = None
    return told(webhook)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_tells_why_and_how_many_and_names_nobody(cast: Cast, given_up: Delivery):
    assert given_up.given_up_at is not None
    (row,) = given_up_by_problem()
    assert (row.problem, row.count, row.addresses) == ("refused", 1, 1)
    page = signed_in(cast.system_admin).get("/operations/").content.decode()
    section = page[page.index("Факти, яких не прийняла") :]
    assert "Сервер відповів помилкою" in section
    assert given_up.webhook.address not in page
    assert given_up.number not in page


def test_told_again_it_arrives_and_leaves_an_event(
    cast: Cast, given_up: Delivery, receiver: Listening
):
    receiver.facts.clear()
    answer = signed_in(cast.system_admin).post("/operations/webhooks/refused/retry/")
    assert answer.status_code == 302
    outbox.drain()
    assert [one["data"]["number"] for one in receiver.facts] == [given_up.number]
    assert told(given_up.webhook).delivered_at is not None
    event = Event.objects.get(verb="webhook.retried")
    assert event.subject == "webhooks:refused"
    assert not given_up_by_problem()


def test_an_address_that_is_off_stays_silent(cast: Cast, given_up: Delivery, receiver: Listening):
    services.end_webhook(actor=cast.administrator, webhook_id=given_up.webhook_id)
    assert delivering.send_given_up_again(actor=cast.system_admin, problem="refused") == 0
    assert not given_up_by_problem()


def test_nobody_else_tells_it_again(cast: Cast, given_up: Delivery):
    for person in (cast.administrator, cast.officer, cast.auditor):
        with pytest.raises(NotAllowed):
            delivering.send_given_up_again(actor=person, problem="refused")


def test_a_fact_given_up_when_switched_off_is_sent_again_when_on(
    webhook: Webhook, receiver: Listening
):
    """Its first promise was kept in silence while the address was off."""
    receiver.forced = 500
    fact(webhook)
    late = clock.now() + OFF_AFTER + timedelta(minutes=1)
    with clock.at(late):
        delivering.promise_due()
        fact(webhook, "issued:2")
        services.switch_on(actor=webhook.person, webhook_id=webhook.pk)
    before = dict(webhook.deliveries.values_list("pk", "attempts"))
    with clock.at(late + timedelta(minutes=1)):
        for key in before:
            delivering.send_again(actor=webhook.person, webhook_id=webhook.pk, delivery_id=key)
        outbox.drain()
    after = dict(webhook.deliveries.values_list("pk", "attempts"))
    assert after == {key: tries + 1 for key, tries in before.items()}
    assert 0 in before.values()
