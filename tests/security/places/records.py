"""The addresses of the records room beyond the journey."""

from typing import TYPE_CHECKING, Any

from core.base import clock
from records import bundle, packages, samples
from records.filters import Filter
from records.models import DisposalAct
from records.retention.services import place_hold, propose
from records.statistics.publication import publish
from tests.builders import kyiv
from tests.records import retained

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Publish the year of the decision as soon as it is over; draw a sample."""
    with clock.at(kyiv(2027, 1, 11)):
        publish(actor=world.cast.head, year=2026)
    drawn = samples.draw(
        actor=world.cast.auditor, wanted=Filter(), size=1, strata="", purpose="Матриця прав"
    )
    package = packages.order(
        actor=world.cast.auditor, wanted=Filter(), purpose="Матриця прав", withheld=["personal"]
    )
    packages.build(package.pk, bundle.Nobody())
    hold = place_hold(
        actor=world.cast.auditor,
        number=world.review.number or "",
        basis="Матриця прав",
        reason="Справу перевіряють.",
    )
    return {
        "records:hold": {"hold_id": hold.pk},
        "records:disposal": {"act_id": _act(world).pk},
        "records:package": {"package_id": package.pk},
        "records:package_file": {"package_id": package.pk},
        "statistics": {"year": 2026},
        "records:sample": {"sample_id": drawn.pk},
        "records:as_of": {"ref": world.review.number},
    }


def _act(world: "World") -> DisposalAct:
    """Propose to dispose of a withdrawn case many years later."""
    withdrawn = retained.withdrawn(world.cast)
    with clock.at(retained.LATER):
        return propose(
            actor=world.cast.secretary, numbers=[withdrawn.number or ""], reason="Строк минув."
        )


def forms(world: "World") -> dict[str, dict[str, Any]]:
    return {}
