"""Every field of every form of the company side, found on the pages themselves.

A page that gets a form later is fuzzed without a word here: the addresses come from the resolver,
the fields from the page.
"""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.manufacturers.test_pages import browser
from tests.security.places import company as places
from tests.security.test_permission_matrix import patterns

pytestmark = pytest.mark.django_db

ADDRESSES = sorted(
    (name, names)
    for name, names in patterns(get_resolver())
    if name.startswith("manufacturers:") and not names - places.PLACEHOLDERS
)
FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"[^>]*>')

NAUGHTY = {
    "nothing": "",
    "spaces": " \t\u00a0\u3000 ",
    "NUL": "а\0б",
    "right to left": "ТОВ \u202e«сокилоС»\u2066",
    "zero width": "Си\u200bво\u200dліт\ufeff",
    "emoji": "👩‍🚀🇺🇦 Дрон ☢️",
    "look-alikes": "Cивoлiт Aepo",
    "combining": "Z̡̢̛͙͎a̸l̷g̶o̵ " * 8,
    "markup": "<script>alert(1)</script>{{ 7*7 }}{% debug %}",
    "formula": '=HYPERLINK("http://x","y")',
    "sql": "'; DROP TABLE manufacturers_product; --\\",
    "number": "-9" * 40,
    "exponent": "1e999999999",
    "not a number": "NaN",
    "other digits": "١٢٣٤٥٦٧٨",
    "date": "31.02.2026",
    "far date": "01.01.9999",
    "path": "../../etc/passwd%00\r\nSet-Cookie: x=1",
    "surrogate": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "long word": "щ" * 5000,
}


@pytest.fixture
def places_here(cast):
    cache.clear()
    world = SimpleNamespace(cast=cast, names={})
    return places.names(world)["manufacturers"]


def clients(cast) -> Iterator[Client]:
    yield browser(cast.administrator)
    yield browser(cast.officer)
    yield Client()


def opened(cast, address: str) -> tuple[Client, str] | None:
    """Return who may open the page, with the page; None for addresses that only take a button."""
    for client in clients(cast):
        answer = client.get(address)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if answer.status_code == 200 and is_page:
            return client, answer.content.decode()
    return None


def outcome(client: Client, address: str, sent: dict[str, object]) -> int:
    """Post and take back whatever was written."""
    with transaction.atomic():
        status = client.post(address, sent).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize(("name", "names"), ADDRESSES, ids=[name for name, _ in ADDRESSES])
def test_no_text_breaks_a_page(cast, places_here, name, names):
    address = reverse(name, kwargs={key: places_here[key] for key in names})
    found = opened(cast, address)
    if found is None:
        return
    client, page = found
    fields = sorted(set(FIELD.findall(page)) - {"csrfmiddlewaretoken"})
    for text in NAUGHTY.values():
        sent = dict.fromkeys(fields, text)
        assert outcome(client, address, sent) in {302, 403, 405, 409, 422, 200}, (name, text)
        assert client.get(address, sent).status_code in {200, 422}, (name, text)
    assert connection.is_usable()


@pytest.mark.parametrize(("name", "names"), ADDRESSES, ids=[name for name, _ in ADDRESSES])
def test_a_megabyte_in_any_field_is_refused_in_words(cast, places_here, name, names):
    address = reverse(name, kwargs={key: places_here[key] for key in names})
    found = opened(cast, address)
    if found is None:
        return
    client, page = found
    # A text of a megabyte is the same to every field of one page: all kinds of fields are tried.
    for field in sorted(set(FIELD.findall(page)) - {"csrfmiddlewaretoken"}):
        sent = {field: "ї" * 500_000}
        assert outcome(client, address, sent) in {302, 403, 405, 409, 422, 200}, (name, field)


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 100, b"MZ\x90", b"%PDF-1.7 broken", b"PK\x03\x04", b"<svg onload=x>"]
)
def test_hostile_files_are_refused_by_every_upload(cast, places_here, content):
    for name, names in ADDRESSES:
        address = reverse(name, kwargs={key: places_here[key] for key in names})
        found = opened(cast, address)
        if found is None or 'type="file"' not in found[1]:
            continue
        client, page = found
        fields = re.findall(r'<input type="file" name="(\w+)"', page)
        assert fields, name
        for field in fields:
            file = SimpleUploadedFile("a\u202efdp.exe", content)
            assert outcome(client, address, {field: file}) == 422, (name, field)
