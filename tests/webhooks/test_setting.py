"""Who sets a webhook, to which address, and what nobody can read again."""

from ipaddress import ip_address

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from django.test import Client

from core.audit.models import Event
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.webhooks import services, signing
from core.webhooks.models import Webhook
from core.webhooks.sending import is_public
from demo.cast import Cast

INNER = """
0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 169.254.169.254 172.16.0.1 192.0.2.1 192.168.1.1
198.18.0.1 224.0.0.1 255.255.255.255 :: ::1 ::ffff:8.8.8.8 64:ff9b::a00:1 fc00::1 fe80::1
ff02::1 2001:db8::1 2002:a00:1:: 2001:0:a00:1::
"""
GOOD = "https://erp.sivolit.example/dozvil"


def test_the_secret_is_nowhere_in_the_database(administrator):
    webhook, secret = services.set_webhook(actor=administrator, address=GOOD)
    key = secret.removeprefix("whsec_")
    assert key not in str(Webhook.objects.values().get())
    assert key not in str(list(Event.objects.values_list("body", flat=True)))
    assert signing.secret_of(webhook) == secret


def test_each_webhook_and_each_generation_has_its_secret(administrator):
    one, first = services.set_webhook(actor=administrator, address=GOOD)
    _two, second = services.set_webhook(actor=administrator, address=f"{GOOD}/2")
    _one, third = services.renew_secret(actor=administrator, webhook_id=one.pk)
    assert len({first, second, third}) == 3


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://erp.example.ua/",
        "ftp://erp.example.ua/",
        "https://",
        "https://ерп.укр/",
        "https://erp.example.ua/a b",
        "https://erp.example.ua/\r\nX: 1",
        "https://user:word@erp.example.ua/",
        "https://erp.example.ua/#part",
        "https://erp.example.ua:22/",
        "https://erp.example.ua:x/",
        "https://localhost/",
        "https://postgres/",
        "https://127.0.0.1/",
        "https://10.0.0.8/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.8]/",
        "https://[/",
        "https://erp.example.ua/" + "a" * 300,
    ],
)
def test_an_address_that_cannot_be_called_is_refused(administrator, address):
    with pytest.raises(InvalidInput) as refused:
        services.set_webhook(actor=administrator, address=address)
    assert refused.value.field == "address"
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "address",
    INNER.split(),
)
def test_no_inner_address_is_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "193.0.0.1", "2a00:1450:4001:80b::200e"])
def test_public_addresses_are_public(address):
    assert is_public(ip_address(address))


def test_one_address_is_told_once_and_five_at_most(administrator):
    services.set_webhook(actor=administrator, address=GOOD)
    with pytest.raises(InvalidInput):
        services.set_webhook(actor=administrator, address=f" {GOOD} ")
    for n in range(services.MOST - 1):
        services.set_webhook(actor=administrator, address=f"{GOOD}/{n}")
    with pytest.raises(Conflict):
        services.set_webhook(actor=administrator, address=f"{GOOD}/more")


def test_only_administrators_of_the_company_set_it(cast: Cast, administrator):
    webhook, _secret = services.set_webhook(actor=administrator, address=GOOD)
    with pytest.raises(NotAllowed):
        services.set_webhook(actor=cast.preparer, address=f"{GOOD}/2")
    for stranger in (cast.officer, cast.customs):
        with pytest.raises(Http404):
            services.renew_secret(actor=stranger, webhook_id=webhook.pk)
    with pytest.raises((Http404, NotAllowed)):
        services.end_webhook(actor=cast.foreign_signatory, webhook_id=webhook.pk)


def test_every_step_leaves_its_event_without_the_path(administrator):
    webhook, _secret = services.set_webhook(actor=administrator, address=f"{GOOD}/key-in-path")
    services.renew_secret(actor=administrator, webhook_id=webhook.pk)
    services.end_webhook(actor=administrator, webhook_id=webhook.pk)
    events = Event.objects.filter(subject=webhook.subject)
    verbs = ["webhook.set", "webhook.secret_renewed", "webhook.ended"]
    assert list(events.order_by("pk").values_list("verb", flat=True)) == verbs
    assert "key-in-path" not in str(list(events.values_list("body", flat=True)))


def test_the_database_keeps_address_and_end(administrator):
    webhook, _secret = services.set_webhook(actor=administrator, address=GOOD)
    rows = Webhook.objects.filter(pk=webhook.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(address="https://other.example/")
    services.end_webhook(actor=administrator, webhook_id=webhook.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(ended_at=None, ended_by=None)


def test_the_pages_show_the_secret_once_and_keep_bad_input(administrator, client: Client):
    client.force_login(administrator)
    bad = client.post("/webhooks/new/", {"address": "http://erp.example.ua/"})
    assert bad.status_code == 422
    assert b"http://erp.example.ua/" in bad.content
    made = client.post("/webhooks/new/", {"address": GOOD}).content.decode()
    webhook = Webhook.objects.get()
    assert signing.secret_of(webhook) in made
    for address in ("/webhooks/", f"/webhooks/{webhook.pk}/"):
        assert signing.secret_of(webhook) not in client.get(address).content.decode()


def test_the_log_has_a_fixed_number_of_queries(
    administrator, client: Client, django_assert_max_num_queries
):
    from core.webhooks import delivering

    webhook, _secret = services.set_webhook(actor=administrator, address=GOOD)
    for _ in range(60):
        delivering.send_test(actor=administrator, webhook_id=webhook.pk)
    client.force_login(administrator)
    with django_assert_max_num_queries(12):
        page = client.get(f"/webhooks/{webhook.pk}/").content.decode()
    assert page.count("/again/") == 50
    older = page.split("?before=")[1].split('"')[0]
    rest = client.get(f"/webhooks/{webhook.pk}/?before={older}").content.decode()
    assert rest.count("/again/") == 10
