"""Bulk cases for measuring: the copies that the database makes are as lawful as their originals."""

import json
from collections import Counter

import pytest
from django.db import connection
from django.db.models import F

from core.audit import ledger
from core.audit.models import Event, PendingEvent
from demo import scale
from demo.cast import Cast, build_cast
from licensing import lifecycle
from licensing.models import Application, CheckNote, CheckRun, Revision, SearchHit
from tests import builders
from tests.bench import pages

pytestmark = pytest.mark.django_db

BLOCK, TIMES, REST = 60, 3, 7


@pytest.fixture
def filled(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Fill the house with a block, its copies and a part of a copy."""
    cast = build_cast()
    monkeypatch.setattr(scale, "BLOCK", BLOCK)
    scale.seed(cast, companies=3, applications=BLOCK * TIMES + REST, seed_value=4)
    return cast


def test_as_many_as_asked_and_numbers_without_gaps(filled: Cast) -> None:
    numbers = sorted(Application.objects.values_list("number", flat=True))
    assert len(numbers) == BLOCK * TIMES + REST
    years = Counter(number[3:7] for number in numbers)
    wanted = {f"DZ-{year}-{n:05d}" for year, last in years.items() for n in range(1, last + 1)}
    assert set(numbers) == wanted


def test_every_copy_went_the_way_of_its_original(filled: Cast) -> None:
    statuses = Counter(Application.objects.values_list("status", flat=True))
    assert len(statuses) > 3
    for case in Application.objects.all():
        events = Event.objects.filter(subject=case.subject).order_by("id")
        told = [json.loads(event.body) for event in events]
        assert told[-1]["data"]["to"] == case.status
        assert case.version == 1 + len(told)
        assert {one["subject"] for one in told} == {case.subject}
        assert {one["number"] for one in told} == {case.number}
        assert {one["salt"] for one in told} == {case.pk.hex}


def test_what_hangs_on_a_copy_is_its_own(filled: Cast) -> None:
    total = BLOCK * TIMES + REST
    assert Revision.objects.count() == total
    for case in Application.objects.select_related("current_revision", "latest_checks"):
        assert case.declared.application_id == case.pk
        assert case.latest_checks is not None
        assert case.latest_checks.application_id == case.pk
        assert case.latest_checks.revision_id == case.current_revision_id
    assert not CheckRun.objects.exclude(revision__application=F("application")).exists()
    assert not CheckNote.objects.exclude(check_run__application=F("application")).exists()
    hits = Counter(SearchHit.objects.values_list("application", flat=True))
    assert len(hits) == total
    assert not SearchHit.objects.exclude(number=F("application__number")).exists()


def test_the_log_takes_them_all(filled: Cast) -> None:
    events = Event.objects.count()
    ledger.sequence()
    assert not PendingEvent.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_event"
            " WHERE leaf <> sha256('\\x00'::bytea || convert_to(body, 'UTF8'))"
        )
        assert cursor.fetchone() == (0,)
    assert Event.objects.values("leaf").distinct().count() == events


def test_the_way_is_lawful(filled: Cast) -> None:
    lawful = {(step.source.value, step.target.value) for step in lifecycle.TRANSITIONS}
    for event in Event.objects.filter(subject__startswith="case:"):
        data = json.loads(event.body)["data"]
        assert (data["from"], data["to"]) in lawful


def test_pages_ask_the_same_of_a_register_three_times_as_big(filled: Cast) -> None:
    """The assertion that `make bench` repeats at 100 000 cases."""
    busy = builders.questioned(filled).application
    client = pages.browser(filled)
    before = {
        what: pages.asked(client, url) for what, (url, _most) in pages.addresses(busy).items()
    }
    scale.seed(filled, companies=3, applications=BLOCK * TIMES * 2, seed_value=5)
    for what, (url, most) in pages.addresses(busy).items():
        assert pages.asked(client, url) <= min(most, before[what]), what
