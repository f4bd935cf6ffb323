"""What stands out: each anomaly is found where it is, and nowhere else."""

import pytest
from django.test import Client

from commission.models import Verdict
from core.base import clock
from demo.cast import Cast
from licensing.models import Decision
from records.anomalies import anomalies
from tests import builders
from tests.records import journey

pytestmark = pytest.mark.django_db


def numbers(rows: list) -> list[str]:
    return [row.decision.number for row in rows]


def test_an_ordinary_case_does_not_stand_out(cast: Cast):
    journey.decided(cast)
    found = anomalies(cast.auditor, 2026)
    assert (found.against, found.dropped, found.fast, found.late) == ([], [], [], [])
    assert anomalies(cast.auditor, 2025).late == []


def test_a_decision_after_the_term_stands_out(cast: Cast):
    heard = journey.heard(cast)
    with clock.at(builders.kyiv(2027, 1, 25)):
        decision = journey.decide(cast, heard, refused=(1, 2))
    found = anomalies(cast.auditor, 2027)
    assert numbers(found.late) == [decision.number]
    assert "17" in found.late[0].why


def test_a_grant_against_the_departments_stands_out(cast: Cast):
    decision = journey.decided(cast, verdict=Verdict.OPPOSE)
    found = anomalies(cast.auditor, 2026)
    assert numbers(found.against) == [decision.number]


def test_the_page_costs_the_same_for_any_number(cast: Cast, django_assert_max_num_queries):
    journey.decided(cast)
    client = Client()
    client.force_login(cast.auditor)
    with django_assert_max_num_queries(20):
        answer = client.get("/records/anomalies/")
    assert answer.status_code == 200
    assert Decision.objects.count() == 1
    for asked in ("?year=2026&officer=00000000-0000-4000-8000-000000000000", "?year=x&officer=y"):
        assert client.get(f"/records/anomalies/{asked}").status_code == 200
