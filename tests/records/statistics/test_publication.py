"""Publishing a year: from real records, once, by the head, for everybody to read."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from core.audit.models import Event
from core.base import canonical, clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from licensing.services import case as cases
from licensing.services import deciding
from licensing.services.deciding import LineDecision
from records.models import Publication
from records.statistics.facts import read_year, years_over
from records.statistics.publication import publish
from records.statistics.rules import euro_rate
from records.statistics.shipped import read_shipped
from tests.builders import kyiv
from tests.licensing import surplus
from tests.records import journey
from tests.tracking import hands

pytestmark = pytest.mark.django_db
NEXT_YEAR = kyiv(2027, 2, 1)


@pytest.fixture
def decided(cast):
    with clock.at(kyiv(2026, 11, 24)):
        return journey.decided(cast, refused=(2,))


def test_the_facts_are_those_of_the_record(decided):
    found = read_year(2026)
    record = json.loads(decided.text)
    assert found.decisions == 1
    assert len(found.licensed) == sum(line["outcome"] != "refused" for line in record["lines"])
    assert {line.fact.exporter for line in found.licensed} == {record["case"]["company"]}
    assert len(found.refused) == 1
    assert found.outcomes[0].days >= 0


def test_what_was_shipped_counts_in_the_year_of_its_crossing_with_its_corrections(cast, decided):
    licence = decided.licence
    with clock.at(kyiv(2026, 12, 10)):
        sent = hands.confirm(cast, hands.announce(cast, licence))
    assert list(read_shipped(2025)) == []
    [one] = read_shipped(2026)
    record = json.loads(decided.text)
    assert (one.entry, one.row) == (sent.number, record["revision"]["content"]["destination"])
    assert one.exporter == record["case"]["company"]
    drawn = hands.drawn(licence)[1]
    currency = json.loads(decided.text)["lines"][0]["currency"]
    assert one.value == (drawn * euro_rate(2026, currency)).quantize(Decimal("0.01"))


def test_a_conclusion_on_negotiations_is_no_export(cast):
    with clock.at(kyiv(2026, 11, 24)):
        line = surplus.a_counted_line(cast)
        case = surplus.talks(cast, line)
        cases.mark_ready(actor=cast.officer, application_id=case.pk, version=case.version)
        heard = surplus.heard(cast, case)
        deciding.decide(
            actor=cast.head,
            application_id=case.pk,
            version=heard.version,
            lines=[LineDecision(1, "approved")],
            valid_until=date(2027, 6, 1),
        )
    found = read_year(2026)
    assert (found.decisions, len(found.outcomes)) == (1, 1)
    assert (found.licensed, found.refused) == ([], [])


def test_an_open_year_is_not_published(decided, cast):
    with clock.at(kyiv(2026, 12, 31)), pytest.raises(InvalidInput):
        publish(actor=cast.head, year=2026)


def test_a_year_is_published_once_with_its_digest_in_the_ledger(decided, cast):
    with clock.at(NEXT_YEAR):
        assert years_over() == [2026]
        kept = publish(actor=cast.head, year=2026)
        with pytest.raises(Conflict):
            publish(actor=cast.head, year=2026)
    assert kept.sha256 == canonical.digest(kept.text)
    assert kept.sha256 in Event.objects.get(verb="statistics.published").body


@pytest.mark.parametrize("who", ["officer", "auditor", "chair"])
def test_only_the_head_publishes(decided, cast, who):
    with clock.at(NEXT_YEAR), pytest.raises(NotAllowed):
        publish(actor=getattr(cast, who), year=2026)


def test_published_figures_cannot_be_changed(decided, cast):
    with clock.at(NEXT_YEAR):
        publish(actor=cast.head, year=2026)
    for change in (lambda: Publication.objects.update(text="{}"), Publication.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_one_firm_is_not_to_be_found_in_any_public_page_or_file(decided, cast, client):
    with clock.at(NEXT_YEAR):
        publish(actor=cast.head, year=2026)
        pages = [
            client.get(reverse("statistics:index")),
            *(client.get(reverse(f"statistics:{name}", args=[2026])) for name in ("year", "text")),
        ]
        table = b"".join(client.get(reverse("statistics:table", args=[2026])).streaming_content)
    shown = b"".join(page.content for page in pages) + table
    assert {page.status_code for page in pages} == {200}
    case = json.loads(decided.text)
    assert case["case"]["company"].encode() not in shown
    assert case["revision"]["content"]["company"]["edrpou"].encode() not in shown
    assert json.loads(pages[2].content)["licensed"] is None


def test_the_page_of_a_year_that_is_not_published_does_not_exist(client):
    assert client.get(reverse("statistics:year", args=[2026])).status_code == 404
