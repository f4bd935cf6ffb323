"""Every address for every person of the cast; an address without a row fails."""

from collections.abc import Iterator
from functools import cache

import pytest
from django.conf import settings
from django.core.cache import cache as rate_limits
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core.base import clock
from tests.builders import kyiv
from tests.security import matrix, world

FORM = "application/x-www-form-urlencoded"


def patterns(
    resolver: URLResolver, namespace: str = "", above: frozenset[str] = frozenset()
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the full name of each address of the site with its placeholders."""
    for entry in resolver.url_patterns:
        names = above | frozenset(entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", names
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner, names)


def test_every_address_has_a_row_and_every_row_an_address():
    known = {name for name, _ in patterns(get_resolver())}
    described = {name for name, _, _ in matrix.ROWS}
    assert known - described == set(), "addresses without a row in tests/security/matrix/"
    assert described - known == set(), "rows without an address"


def test_every_row_speaks_of_everybody():
    assert [row[0] for row in matrix.ROWS if set(matrix.expected(row)) != set(matrix.PEOPLE)] == []


@pytest.mark.slow
@pytest.mark.django_db
def test_everybody_gets_what_the_matrix_says():
    rate_limits.clear()
    with clock.at(kyiv(2026, 11, 24)):
        here = world.build()
    with clock.at(kyiv(2026, 11, 30, 11)):
        wrong = list(differences(here))
    assert wrong == []


def differences(here: world.World) -> Iterator[str]:
    """Walk the matrix; yield each row that is not as written, as it should be written."""
    cookies = {name: signed_in(here, name) for name in matrix.PEOPLE}
    for row in matrix.ROWS:
        for method in row[1].split():
            found = {name: answer(cookies[name], here, row[0], method) for name in matrix.PEOPLE}
            if found != matrix.expected(row):
                yield f'("{row[0]}", "{method}", "{matrix.shortest(found)}"),'


def signed_in(here: world.World, name: str) -> str:
    """Return the cookie of a person's session; "" is nobody."""
    client, person = Client(), here.person(name)
    if person is None:
        return ""
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def answer(cookie: str, here: world.World, name: str, method: str) -> int:
    """Return the status of one request; whatever it wrote is taken back."""
    client, address = Client(raise_request_exception=False), address_of(here, name)
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    with transaction.atomic():
        sent = here.query_for(name)
        if method == "POST":
            response = client.post(address, sent, content_type=FORM)
        else:
            response = client.get(f"{address}?{sent}")
        consume(response)
        transaction.set_rollback(True)
    return response.status_code


def consume(response: HttpResponseBase) -> None:
    if response.streaming:
        for _ in response:  # type: ignore[attr-defined]
            pass


def address_of(here: world.World, name: str) -> str:
    values = here.values_for(name)
    return reverse(name, kwargs={key: values[key] for key in placeholders()[name]})


@cache
def placeholders() -> dict[str, frozenset[str]]:
    return dict(patterns(get_resolver()))
