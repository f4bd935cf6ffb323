"""Data change under open cases: exactly those that rest on them are checked again, once."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from core.audit.ledger import sequence_now
from core.audit.models import Event
from core.notifications.models import Message
from core.notifications.outbox import drain
from core.reference.changing import Proposal
from demo.cast import Cast
from licensing.models import Application, CheckRun
from licensing.services import case as cases
from licensing.services.following import follow_changes, recheck
from licensing.services.reference import confirm_change, propose_change
from manufacturers import services
from tests import builders
from tests.licensing import surplus

pytestmark = pytest.mark.django_db


@pytest.fixture
def followed(cast: Cast):
    """Start reading the log now, and read on when called: the number of cases promised."""
    sequence_now()
    follow_changes()

    def read_on() -> int:
        sequence_now()
        return follow_changes()

    return read_on


def again(case: Application) -> list[CheckRun]:
    drain()
    return list(CheckRun.objects.filter(application=case, gate="data"))


def worse_told(case: Application) -> set[int]:
    told = Message.objects.filter(kind="checks.worse", link__contains=case.ref)
    return set(told.values_list("recipient", flat=True))


def changed_policy(cast: Cast, country: str = "DK", **payload: object) -> None:
    values = {
        "tier": "closed", "embargo": True, "treaty_bar": False, "reason_uk": "Ембарго",
        "reason_en": "Embargo", **payload,
    }  # fmt: skip
    proposal = Proposal(
        kind="destination", key=country, payload=values,
        effective_on=date(2026, 11, 24), source="Рішення РНБО",
        past_reason="Рішення набрало чинності",
    )  # fmt: skip
    change = propose_change(actor=cast.reference_admin, proposal=proposal)
    confirm_change(actor=cast.head, change_id=change.pk)


def test_a_policy_is_looked_at_again_where_the_country_is_named(cast: Cast, followed) -> None:
    here, there = builders.accepted(cast), builders.accepted(cast, destination="PT")
    followed()
    drain()
    changed_policy(cast)
    assert followed() == 1
    (run,) = again(here)
    assert not again(there)
    event = Event.objects.get(subject=here.subject, verb="checks.rerun")
    assert run.sha256 in event.body
    assert followed() == 0


def test_what_became_worse_is_told_and_shown(cast: Cast, followed, client) -> None:
    line = surplus.a_counted_line(cast)
    surplus.stated(cast, line)
    case = surplus.accepted(cast, line)
    followed()
    drain()
    surplus.stated(cast, line, number="220/12", dated=date(2026, 11, 3), further_need=Decimal(55))
    assert followed() == 1
    again(case)
    run = builders.fresh(case).latest_checks
    assert (run.gate, run.blocks) == ("data", 1)
    assert worse_told(case) == {cast.officer.pk}
    client.force_login(cast.officer)
    page = client.get(reverse("cases:checks", args=[case.number])).content.decode()
    assert run.sha256[:4] in page


def test_two_events_run_the_checks_once_and_nobody_is_told_of_no_change(
    cast: Cast, followed
) -> None:
    case = builders.accepted(cast)
    followed()
    drain()
    company = cast.company
    for number, until in (("838/77", date(2029, 1, 1)), ("838/78", date(2030, 1, 1))):
        services.add_authority(
            actor=cast.second_officer, company_id=company.pk, number=number,
            issued_on=date(2026, 11, 1), valid_until=until,
        )  # fmt: skip
    assert followed() == 1
    assert len(again(case)) == 1
    assert not worse_told(case)


def test_a_renamed_company_loses_its_verification(cast: Cast, followed) -> None:
    case = builders.accepted(cast)
    closed = builders.submitted(cast)
    cases.withdraw(
        actor=cast.signatory, application_id=closed.pk, version=closed.version, reason="Ні"
    )
    followed()
    drain()
    company = cast.company
    company.refresh_from_db()
    services.save_data_sheet(
        actor=cast.administrator, company_id=company.pk, version=company.version,
        fields={"name_en": "Another Name LLC"},
    )  # fmt: skip
    assert followed() == 1
    (run,) = again(case)
    assert run.attentions == 2
    assert worse_told(case) == {cast.officer.pk}
    assert not again(closed)


def test_a_promise_that_comes_late_finds_the_case_closed(cast: Cast) -> None:
    case = builders.submitted(cast)
    cases.withdraw(actor=cast.signatory, application_id=case.pk, version=case.version, reason="Ні")
    assert recheck(application_id=case.pk, position=1) is None
