"""A case as of an instant shows what could be seen then, and nothing that came later."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core.base import clock
from records.asof import case_as_of, local
from tests.builders import kyiv
from tests.records import journey

pytestmark = pytest.mark.django_db
MOMENT = timedelta(milliseconds=1)


@pytest.fixture
def decided(cast):
    """Decided at the sitting; the auditor comes in December."""
    decision = journey.decided(cast, refused=(2,))
    with clock.at(kyiv(2026, 12, 1)):
        yield decision


def test_an_open_vote_is_sealed(cast):
    item = journey.convened(cast, journey.prepared(cast))
    with clock.at(item.sitting.held_at) as moment:
        journey.opened(cast, item)
        seen = case_as_of(item.application, moment + timedelta(hours=1))
    assert [vote.result for vote in seen.votes] == [""]
    assert [paper.pk for paper in seen.papers] == [item.pk]
    assert [opinion.author for opinion in seen.opinions] == [cast.adviser_mfa]


def test_a_closed_vote_shows_its_result_and_an_act_its_day(decided):
    seen = case_as_of(decided.application, clock.now())
    assert [vote.result for vote in seen.votes] == ["carried"]
    assert [act.licence for act in seen.acts] == [decided.licence]


def test_before_the_papers_were_frozen_there_were_none(decided):
    placed = decided.application.agenda_items.get().created_at
    assert case_as_of(decided.application, placed - MOMENT).papers == []
    assert len(case_as_of(decided.application, placed).papers) == 1


def test_before_the_declaration_there_is_nothing(decided):
    signed = decided.revision.signed_at
    seen = case_as_of(decided.application, signed - MOMENT)
    assert seen.declared is None
    assert seen.papers == seen.opinions == seen.questions == []
    assert seen.term is None
    assert case_as_of(decided.application, signed).revision == decided.revision


def test_the_clock_is_the_one_of_that_day(decided):
    accepted = decided.application.accepted_on
    first = case_as_of(decided.application, kyiv(accepted.year, accepted.month, accepted.day, 23))
    assert first.term is not None
    assert first.term.remaining > case_as_of(decided.application, clock.now()).term.remaining


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_shows_the_instant_that_was_asked_for(
    decided, cast, django_assert_max_num_queries
):
    address = reverse("records:as_of", args=[decided.application.number])
    auditor = client_of(cast.auditor)
    with django_assert_max_num_queries(25):
        now = auditor.get(address).content.decode()
    then = auditor.get(address, {"at": local(decided.decided_at - MOMENT)}).content.decode()
    assert decided.licence.number in now
    assert decided.licence.number not in then


@pytest.mark.parametrize("asked", ["yesterday", "2026-13-01T10:00", "'; DROP TABLE", "9999999999"])
def test_a_strange_instant_gets_a_sentence_and_the_page_of_now(decided, cast, asked):
    address = reverse("records:as_of", args=[decided.application.number])
    response = client_of(cast.auditor).get(address, {"at": asked})
    assert response.status_code == 422
    assert decided.application.number in response.content.decode()


def test_the_future_is_not_shown(decided, cast):
    address = reverse("records:as_of", args=[decided.application.number])
    response = client_of(cast.auditor).get(address, {"at": "2099-01-01T10:00"})
    assert response.context["case"].at == clock.now()
