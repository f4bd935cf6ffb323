"""Samples of the register: drawn once, kept, and drawn again to compare."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import Person
from core.audit import ledger
from core.audit.log import record
from core.audit.models import Checkpoint
from core.base import canonical
from core.base.errors import InvalidInput
from licensing.models import Decision
from records import policies, sampling
from records.filters import Filter
from records.models import Sample, Strata
from records.selectors import matching

#: Where the stratum of a decision is read.
SOURCES = {
    Strata.NONE: "round",
    Strata.OUTCOME: "outcome",
    Strata.DESTINATION: "application__destination",
    Strata.KIND: "application__kind",
    Strata.OFFICER: "application__officer_id",
}


@dataclass(frozen=True, slots=True)
class Again:
    """What came out when a kept sample was drawn again."""

    same_population: bool
    same_numbers: bool
    population: int

    @property
    def holds(self) -> bool:
        """Tell whether the sample is the one that its seed gives."""
        return self.same_population and self.same_numbers


@transaction.atomic
def draw(*, actor: User, wanted: Filter, size: int, strata: str, purpose: str) -> Sample:
    """Draw a sample with the head of the ledger as seed, and keep it. Event: sample.drawn.

    Only an auditor. Raises InvalidInput when nothing fits the filter.
    """
    policies.authorise_export(actor)
    checkpoint = _fresh_head()
    population = list(_population(matching(actor, wanted), Strata(strata)))
    if not population:
        raise InvalidInput("empty_population", _("No record fits: there is nothing to draw from."))
    seed = bytes(checkpoint.root).hex()
    kept = Sample.objects.create(
        drawn_by=actor,
        purpose=purpose,
        filter=wanted.as_data(),
        strata=strata,
        size=size,
        seed=seed,
        checkpoint_size=checkpoint.size,
        population=len(population),
        population_sha256=_digest(population),
        numbers=sampling.draw(population, size, seed),
    )
    _write_down(actor, kept)
    return kept


def draw_again(sample: Sample, reader: Person) -> Again:
    """Draw a kept sample anew from the register of today and compare.

    A filter without an end also finds the decisions made since: then the population differs and
    only that is said.
    """
    found = matching(reader, Filter.from_data(sample.filter))
    until = sample.created_at
    population = list(_population(found.filter(decided_at__lte=until), Strata(sample.strata)))
    again = sampling.draw(population, sample.size, sample.seed)
    return Again(
        _digest(population) == sample.population_sha256, again == sample.numbers, len(population)
    )


def drawn_lately() -> QuerySet[Sample]:
    """Return the newest samples, fifty at most."""
    return Sample.objects.select_related("drawn_by")[:50]


def get_sample(sample_id: UUID) -> Sample | None:
    """Return a sample, or None."""
    return Sample.objects.select_related("drawn_by").filter(pk=sample_id).first()


def decisions_of(sample: Sample, reader: Person) -> QuerySet[Decision]:
    """Return the sampled decisions that the reader may see, in order."""
    found = matching(reader, Filter()).filter(number__in=sample.numbers)
    return found.select_related("application__manufacturer").order_by("number")


def _population(found: QuerySet[Decision], strata: Strata) -> Iterator[tuple[str, str]]:
    rows = found.order_by("number").values_list("number", SOURCES[strata])
    for number, stratum in rows.iterator():
        yield number, str(stratum)


def _digest(population: list[tuple[str, str]]) -> str:
    return canonical.digest("\n".join(f"{number} {stratum}" for number, stratum in population))


def _fresh_head() -> Checkpoint:
    """Sign the head over everything up to now: older ones could have been waited for."""
    ledger.sequence_now()
    checkpoint = Checkpoint.objects.order_by("size").last()
    if checkpoint is None:
        raise InvalidInput("empty_ledger", _("The ledger has no head yet; try again in a moment."))
    return checkpoint


def _write_down(actor: User, sample: Sample) -> None:
    record(
        actor=actor,
        verb="sample.drawn",
        subject=f"sample:{sample.pk}",
        data={
            "filter": sample.filter,
            "strata": sample.strata,
            "size": sample.size,
            "population": sample.population,
            "population_sha256": sample.population_sha256,
            "seed": sample.seed,
            "numbers": sample.numbers,
            "purpose": sample.purpose,
        },
    )
