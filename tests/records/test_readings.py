"""Every read of an auditor leaves an event; the log shows everybody's."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from core.audit.models import Event
from tests.records import journey

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(cast):
    return journey.decided(cast)


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def pages_read() -> list[dict]:
    return [json.loads(e.body)["data"] for e in Event.objects.filter(verb="page.read")]


def test_an_auditor_leaves_a_trace_on_every_page(decided, cast):
    number = decided.application.number
    client_of(cast.auditor).get(reverse("cases:detail", args=[number]))
    (read,) = pages_read()
    assert read["page"] == "cases:detail"
    assert read["named"]["ref"] == number


def test_what_was_searched_for_is_not_kept(decided, cast):
    client_of(cast.auditor).get(reverse("records:list"), {"q": "таємне слово"})
    assert "таємне" not in json.dumps(pages_read(), ensure_ascii=False)


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {}])
def test_live_fragments_and_other_people_leave_none(decided, cast, headers):
    reader = cast.auditor if headers else cast.officer
    address = reverse("cases:detail", args=[decided.application.number])
    client_of(reader).get(address, headers=headers)
    assert pages_read() == []


def test_a_refused_page_is_not_a_read(decided, cast):
    client_of(cast.auditor).get(reverse("sittings:convene"))
    assert pages_read() == []


def test_the_log_shows_everybody_and_can_be_searched(decided, cast):
    client_of(cast.officer).get(reverse("records:detail", args=[decided.number]))
    auditor = client_of(cast.auditor)
    auditor.get(reverse("records:list"))
    page = auditor.get(reverse("records:readings")).content.decode()
    assert cast.officer.full_name in page
    assert cast.auditor.full_name in page
    found = auditor.get(reverse("records:readings"), {"q": cast.officer.email})
    rows = found.context["page"].events
    assert {row.actor for row in rows} == {cast.officer}


def test_the_log_is_paged_by_key(decided, cast, django_assert_max_num_queries):
    auditor = client_of(cast.auditor)
    for _ in range(55):
        auditor.get(reverse("records:list"))
    first = auditor.get(reverse("records:readings")).context["page"]
    assert len(first.events) == 50
    with django_assert_max_num_queries(12):
        rest = auditor.get(reverse("records:readings"), {"before": first.older})
    assert len(rest.context["page"].events) >= 5
