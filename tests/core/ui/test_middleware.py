import json

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from config.urls import urlpatterns as site_urls
from core.base.errors import Conflict, InvalidInput, NotAllowed

pytestmark = pytest.mark.django_db


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    problems = {"a": NotAllowed, "b": Conflict, "c": InvalidInput}
    raise problems[kind]("sample", "Because of the <rule>.")


urlpatterns = [path("refuse/<str:kind>/", refuse), *site_urls]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("kind", "status"), [("a", 403), ("b", 409), ("c", 422)])
def test_a_refusal_is_a_page_for_people(client: Client, kind: str, status: int):
    answer = client.get(f"/refuse/{kind}/")
    assert answer.status_code == status
    assert "Because of the &lt;rule&gt;." in answer.content.decode()


@pytest.mark.urls(__name__)
def test_and_problem_details_for_programs(client: Client):
    answer = client.get("/refuse/b/", headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["type"] == "urn:dozvil:problem:sample"


def test_nothing_inline_and_nothing_foreign_may_run(client: Client):
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_visitor_reads_ukrainian_until_he_chooses(client: Client):
    assert client.get("/accounts/login/")["Content-Language"] == "uk"
    client.post("/preferences/", {"language": "en", "next": "/accounts/login/"})
    answer = client.get("/accounts/login/")
    assert answer["Content-Language"] == "en"
    assert '<html lang="en"' in answer.content.decode()


def test_the_theme_is_set_on_the_server(client: Client):
    client.post("/preferences/", {"theme": "dark", "next": "/accounts/login/"})
    assert 'data-theme="dark"' in client.get("/accounts/login/").content.decode()


def test_an_unknown_language_changes_nothing(client: Client):
    client.cookies["django_language"] = "xx"
    assert client.get("/accounts/login/")["Content-Language"] == "uk"
