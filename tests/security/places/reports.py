"""The addresses of reports: one handed in under the licence of the first case."""

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from core.base import clock
from licensing.services import reports
from tests.builders import kyiv
from tests.core.documents import corpus

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Hand the report on the transfer in."""
    licence = world.decision.licence
    owed = licence.owed_reports.get(kind="transfer")
    said = reports.Said("made", "1/1", licence.issued_on)
    upload = ContentFile(corpus.plain_pdf(), name="report.pdf")
    actor = world.cast.preparer
    # The permit is in force from the day of its decision.
    with clock.at(kyiv(2026, 11, 30)):
        reports.hand_in(actor=actor, report_id=owed.pk, said=said, upload=upload)
    return {
        "licences:report": {"report_id": owed.pk},
        "licences:report_file": {"report_id": owed.pk, "edition": 1},
    }


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return nothing: an empty form is a form with errors."""
    return {}
