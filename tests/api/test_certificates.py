"""Mutual TLS by configuration: a token of an office speaks with its own certificate only."""

import hashlib
import ssl
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from core.api.certificates import fingerprint
from core.api.models import ApiToken
from core.api.services import issue_token
from core.base import clock
from core.base.errors import InvalidInput
from tests.api.program import Program, program, told

HEADER = "X-Client-Certificate"
OWN, OTHER = "ab" * 32, "cd" * 32


@pytest.fixture
def asked(settings):
    settings.API_CERTIFICATE_HEADER = HEADER


def bound(person, certificate=OWN):
    token, secret = issue_token(
        actor=person,
        name="Кордон",
        scopes=["licences:read"],
        last_day=clock.today() + timedelta(days=30),
        certificate=certificate,
    )
    return Program(secret=secret, token=token)


def test_a_token_speaks_with_its_own_certificate_only(cast, asked):
    customs = bound(cast.customs)
    colons = ":".join(OWN[at : at + 2] for at in range(0, 64, 2)).upper()
    for shown in (OWN, OWN.upper(), colons):
        assert customs.get("/token", **{HEADER: shown}).status_code == 200
    for shown, kind in (
        ("", "missing"),
        ("ab", "missing"),
        ("ї" * 64, "missing"),
        (OTHER, "differs"),
    ):
        sent = {HEADER: shown} if shown else {}
        assert told(customs.get("/token", **sent)) == (401, f"certificate_{kind}"), shown


def test_a_whole_certificate_is_read_as_its_fingerprint(cast, asked):
    der = b"any bytes are a certificate to a fingerprint"
    text = quote(ssl.DER_cert_to_PEM_cert(der))
    assert fingerprint(text) == hashlib.sha256(der).hexdigest()
    assert not fingerprint("-----BEGIN CERTIFICATE-----")
    customs = bound(cast.customs, fingerprint(text))
    assert customs.get("/token", **{HEADER: text}).status_code == 200


def test_an_office_names_a_certificate_and_an_older_token_is_refused(cast, settings):
    older = program(cast.customs)
    assert older.get("/token").status_code == 200, "nothing is asked for where nothing is set"
    settings.API_CERTIFICATE_HEADER = HEADER
    assert told(older.get("/token", **{HEADER: OWN})) == (401, "certificate_differs")
    for typed, code in (("", "certificate_missing"), ("none", "certificate")):
        with pytest.raises(InvalidInput) as refused:
            bound(cast.customs, typed)
        assert refused.value.code == code
    assert program(cast.preparer).get("/token").status_code == 200, "companies may go without"


def test_the_form_asks_only_where_the_site_does(cast, settings):
    client = Client()
    client.force_login(cast.customs)
    assert b"certificate" not in client.get("/tokens/new/").content
    settings.API_CERTIFICATE_HEADER = HEADER
    sent = {"name": "К", "scopes": ["licences:read"], "last_day": "24.12.2026", "consent": "on"}
    with clock.at(clock.now().replace(year=2026, month=12, day=1)):
        assert client.post("/tokens/new/", sent).status_code == 422
        assert client.post("/tokens/new/", sent | {"certificate": OWN}).status_code == 200
    assert ApiToken.objects.get(name="К").certificate == OWN


def test_what_was_consented_to_stays(cast):
    token = bound(cast.customs).token
    for value in (OTHER, "not a fingerprint"):
        with pytest.raises(DatabaseError), transaction.atomic():
            ApiToken.objects.filter(pk=token.pk).update(certificate=value)
