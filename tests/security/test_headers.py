"""What every answer carries, error pages and downloads included; and nothing inline anywhere."""

import re
from pathlib import Path

import pytest
from django.core.cache import cache as rate_limits
from django.test import Client
from django.urls import get_resolver

from core.base import clock
from tests.architecture.sizes import ROOT
from tests.builders import kyiv
from tests.security import matrix, world
from tests.security.test_permission_matrix import address_of, consume, patterns, signed_in

# Programs read these; browsers show none of them as a page.
MACHINES = {"livez", "readyz"}
# What no browser of ours shows: printed on our own press, or read by a mail program, which
# ignores style sheets.
ELSEWHERE = re.compile(r"templates/(pdf/|notifications/(mail|digest)\.html$)")
TEMPLATES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if not ELSEWHERE.search(str(path.relative_to(ROOT)))
]
# The drawing of the code for a second factor, made by allauth from the secret alone.
TRUSTED = {"templates/mfa/totp/activate_form.html": "switched off escaping"}
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "a script without a source": re.compile(r"<script\b(?![^>]*\bsrc=)"),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "a script address": re.compile(r"(?:href|src|action)\s*=\s*[\"']\s*javascript:", re.IGNORECASE),
    "something foreign": re.compile(r"<(?:script|link|img|iframe)\b[^>]*[\"'](?:https?:)?//"),
    "switched off escaping": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
}


def problems(response) -> list[str]:
    """Return which promises of the headers an answer breaks."""
    policy = response.headers.get("Content-Security-Policy", "")
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    found = [name for name, value in wanted.items() if response.headers.get(name) != value]
    if "default-src 'none'" not in policy:
        found.append("no strict content policy")
    if "unsafe" in policy or "*" in policy:
        found.append("a loose content policy")
    return found


@pytest.mark.slow
@pytest.mark.django_db
def test_every_answer_carries_the_headers():
    rate_limits.clear()
    with clock.at(kyiv(2026, 11, 24)):
        here = world.build()
    wrong = []
    for person in ("anonymous", "signatory", "officer", "auditor"):
        client = Client(raise_request_exception=False)
        if cookie := signed_in(here, person):
            client.cookies["session"] = cookie
        for name in sorted({row[0] for row in matrix.ROWS} - {"account_logout"}):
            response = client.get(f"{address_of(here, name)}?{here.query_for(name)}")
            consume(response)
            found = problems(response)
            private = cookie and name not in MACHINES
            if private and "no-store" not in response.headers.get("Cache-Control", ""):
                found.append("may be stored")
            wrong += [(person, name, response.status_code, problem) for problem in found]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/nowhere/", 404),
        ("GET", "/records/export", 302),
        ("POST", "/records/", 302),
        ("POST", "/livez", 405),
        ("GET", "/records/%00/", 302),
    ],
)
def test_errors_carry_the_headers_too(method: str, address: str, status: int):
    response = Client(raise_request_exception=False).generic(method, address)
    assert (response.status_code, problems(response)) == (status, [])


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_the_headers():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/", {"login": "x", "password": "y"})
    assert (response.status_code, problems(response)) == (403, [])


def test_every_address_is_walked():
    assert {name for name, _ in patterns(get_resolver())} == {row[0] for row in matrix.ROWS}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_holds_anything_inline(template: Path):
    text = re.sub(r"{#.*?#}", "", template.read_text(), flags=re.DOTALL)
    found = {what: match.group() for what, rule in INLINE.items() if (match := rule.search(text))}
    found.pop(TRUSTED.get(str(template.relative_to(ROOT)), ""), None)
    assert found == {}
