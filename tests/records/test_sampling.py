"""A sample that nobody chose and everybody can draw again."""

from collections import Counter

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.audit.models import Checkpoint, Event
from core.base import clock
from core.base.errors import InvalidInput, NotAllowed
from records import samples, sampling
from records.filters import Filter
from records.models import Sample, Strata
from tests.builders import kyiv
from tests.records import journey

populations = st.lists(
    st.tuples(
        st.integers(0, 10_000).map("DR-{}".format), st.sampled_from(["PL", "DE", "CZ", "EE"])
    ),
    unique_by=lambda row: row[0],
    min_size=1,
    max_size=60,
)


@given(populations, st.integers(1, 80), st.text(min_size=1, max_size=8))
def test_a_sample_has_its_size_and_comes_from_its_population(population, size, seed):
    found = sampling.draw(population, size, seed)
    assert len(found) == len(set(found)) == min(size, len(population))
    assert set(found) <= {number for number, _ in population}


@given(populations, st.integers(1, 80), st.randoms())
def test_the_order_in_which_records_are_read_does_not_matter(population, size, random):
    mixed = list(population)
    random.shuffle(mixed)
    assert sampling.draw(mixed, size, "seed") == sampling.draw(population, size, "seed")


@given(populations, st.integers(4, 60))
def test_every_stratum_is_heard_and_none_beyond_its_share(population, size):
    found = sampling.draw(population, size, "seed")
    of = dict(population)
    counts, drawn = Counter(of.values()), Counter(of[number] for number in found)
    assert set(drawn) == set(counts)
    for stratum, count in counts.items():
        assert drawn[stratum] <= max(-(-count * size // len(population)), 1)


def test_another_seed_draws_other_records():
    population = [(f"DR-{n}", "") for n in range(500)]
    drawn = [set(sampling.draw(population, 50, seed)) for seed in ("a", "b")]
    assert len(drawn[0] & drawn[1]) < 25


@pytest.fixture
def decided(cast):
    """Decided at the sitting; the auditor comes in December."""
    decision = journey.decided(cast, refused=(2,))
    with clock.at(kyiv(2026, 12, 1)):
        yield decision


@pytest.mark.django_db
def test_the_seed_is_the_head_of_the_ledger_and_the_draw_is_an_event(decided, cast):
    kept = samples.draw(
        actor=cast.auditor, wanted=Filter(), size=5, strata="outcome", purpose="Рік"
    )
    head = Checkpoint.objects.get(size=kept.checkpoint_size)
    assert kept.seed == bytes(head.root).hex()
    assert kept.numbers == [decided.number]
    assert kept.seed in Event.objects.get(verb="sample.drawn").body
    assert samples.draw_again(kept, cast.auditor).holds


@pytest.mark.django_db
def test_a_later_decision_does_not_spoil_an_earlier_sample(decided, cast):
    kept = samples.draw(actor=cast.auditor, wanted=Filter(), size=5, strata="", purpose="Рік")
    with clock.at(kyiv(2026, 12, 15)):
        assert samples.draw_again(kept, cast.auditor).holds


@pytest.mark.django_db
def test_a_record_that_vanished_is_noticed(decided, cast):
    kept = samples.draw(actor=cast.auditor, wanted=Filter(), size=5, strata="", purpose="Рік")
    kept.filter = kept.filter | {"outcome": "issued"}
    again = samples.draw_again(kept, cast.auditor)
    assert not again.same_population
    assert not again.holds


@pytest.mark.django_db
def test_only_an_auditor_draws_and_only_from_something(decided, cast):
    with pytest.raises(NotAllowed):
        samples.draw(actor=cast.head, wanted=Filter(), size=5, strata="", purpose="Рік")
    with pytest.raises(InvalidInput):
        samples.draw(actor=cast.auditor, wanted=Filter(year=2020), size=5, strata="", purpose="Р")


@pytest.mark.django_db
def test_a_kept_sample_cannot_be_changed(decided, cast):
    samples.draw(actor=cast.auditor, wanted=Filter(), size=5, strata="", purpose="Рік")
    with pytest.raises(DatabaseError), transaction.atomic():
        Sample.objects.update(numbers=[])


@pytest.mark.django_db
@pytest.mark.parametrize("strata", Strata.values)
def test_the_page_draws_and_shows_the_sample(decided, cast, strata):
    client = Client()
    client.force_login(cast.auditor)
    sent = {"size": "3", "strata": strata, "purpose": "Річний аудит"}
    shown = client.post(reverse("records:samples"), sent, follow=True)
    assert decided.number in shown.content.decode().replace("\N{NON-BREAKING HYPHEN}", "-")
    wrong = client.post(reverse("records:samples"), sent | {"size": "0"})
    assert wrong.status_code == 422
    assert "Річний аудит" in wrong.content.decode()
