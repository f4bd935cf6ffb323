"""Every field of every form of the company side, found on the pages themselves.

A page that gets a form later is fuzzed without a word here: the addresses come from the resolver,
the fields from the page.
"""

import re
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
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

# Saved, forbidden, not a form, out of order, refused at its field; never an error of ours.
ANSWERS = {200, 302, 403, 405, 409, 422}

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
def pages(cast) -> list[tuple[str, Client, str]]:
    """Every page of the company side that shows a form, with who may open it."""
    cache.clear()
    here = places.names(SimpleNamespace(cast=cast, names={}))["manufacturers"]
    found = []
    for name, names in ADDRESSES:
        address = reverse(name, kwargs={key: here[key] for key in names})
        if opened := open_page(cast, address):
            found.append((address, *opened))
    assert len(found) >= 15
    return found


def open_page(cast, address: str) -> tuple[Client, str] | None:
    """Return who may open the page, with the page; None where there is nothing to fill in."""
    for client in (browser(cast.administrator), browser(cast.officer), Client()):
        answer = client.get(address)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if answer.status_code == 200 and is_page:
            page = answer.content.decode()
            return (client, page) if FIELD.search(main(page)) else None
    return None


def main(page: str) -> str:
    """Return the page without its frame: the language and theme buttons are not its forms."""
    return page.partition("<main")[2].partition("</main>")[0]


def fields_of(page: str) -> list[str]:
    return sorted(set(FIELD.findall(main(page))) - {"csrfmiddlewaretoken", "code_words"})


def outcome(client: Client, address: str, sent: dict[str, object]) -> int:
    """Send a form by its page and take back whatever was written."""
    with transaction.atomic():
        status = client.post(address, sent).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.slow
def test_no_text_in_any_field_breaks_a_page(pages):
    for address, client, page in pages:
        fields = fields_of(page)
        for name, text in NAUGHTY.items():
            sent = dict.fromkeys(fields, text)
            assert outcome(client, address, sent) in ANSWERS, (address, name)
        if 'method="get"' in main(page):
            for name, text in NAUGHTY.items():
                assert client.get(address, dict.fromkeys(fields, text)).status_code == 200, name


@pytest.mark.slow
def test_a_megabyte_in_any_field_is_answered(pages):
    for address, client, page in pages:
        for field in fields_of(page):
            assert outcome(client, address, {field: "ї" * 500_000}) in ANSWERS, (address, field)


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 100, b"MZ\x90", b"%PDF-1.7 broken", b"PK\x03\x04", b"<svg onload=x>"]
)
def test_hostile_files_are_refused_by_every_upload(pages, content):
    uploads = 0
    for address, client, page in pages:
        for field in re.findall(r'<input type="file" name="(\w+)"', page):
            file = SimpleUploadedFile("a\u202efdp.exe", content)
            assert outcome(client, address, {field: file}) == 422, (address, field)
            uploads += 1
    assert uploads >= 5
