"""The addresses of shipments: one announced under the licence of the first case."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from core.base import clock
from tests.builders import kyiv
from tests.core.documents import corpus
from tracking.services import deliveries, oversight, reexports, sheets, shipments, traces
from tracking.services.deliveries import CertificateData
from tracking.services.oversight import Protocol
from tracking.services.reexports import RequestData
from tracking.services.shipments import Wanted
from tracking.services.traces import IncidentData

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Announce a shipment and confirm another, so that each address has what it speaks of."""
    licence = world.decision.licence
    # The permit is in force from the day of its decision.
    with clock.at(kyiv(2026, 11, 30)):
        waiting, crossed = (
            shipments.announce(
                actor=world.cast.preparer,
                licence_id=licence.pk,
                lines=[Wanted(1, Decimal(1))],
                planned_on=clock.today(),
            )
            for _ in range(2)
        )
        shipments.confirm(
            actor=world.cast.customs,
            shipment_id=crossed.pk,
            crossed_on=clock.today(),
            declaration="ЕК 500120/2026/1",
        )
        sheets.issue_sheet(sheet_id=crossed.sheet.pk)
        certificate = deliveries.enter(
            actor=world.cast.preparer,
            shipment_id=crossed.pk,
            data=CertificateData("1", clock.today(), "T", clock.today(), "A"),
            lines={1: Decimal("0.5")},
            upload=ContentFile(corpus.plain_pdf(), name="certificate.pdf"),
        )
        incident = traces.report(
            actor=world.cast.officer,
            data=IncidentData("loss", clock.today(), "DK", "open", "F", "6", "x"),
        )
        check = oversight.plan(
            actor=world.cast.officer,
            licence_id=licence.pk,
            planned_on=clock.today(),
            place="A",
            team="B",
        )
        oversight.write_protocol(
            actor=world.cast.officer,
            check_id=check.pk,
            data=Protocol(clock.today(), "unclear", "x"),
            photos=[ContentFile(corpus.plain_pdf(), name="photo.pdf")],
        )
        request = reexports.ask(
            actor=world.cast.preparer,
            licence_id=licence.pk,
            data=RequestData("R-1", clock.today(), "N", "RU", 1, Decimal("0.5"), "x"),
            upload=ContentFile(corpus.plain_pdf(), name="request.pdf"),
        )
    photo = check.photos.get().file_id
    return {
        "licences:check": {"pk": check.pk},
        "licences:protocol": {"pk": check.pk},
        "licences:follow_up": {"pk": check.pk},
        "licences:photo": {"pk": check.pk, "file_id": photo},
        "licences:reexport": {"pk": request.pk},
        "licences:reexport_file": {"pk": request.pk},
        "licences:refuse_reexport": {"pk": request.pk},
        "licences:destination": {"country": licence.application.destination},
        "licences:incident": {"pk": incident.pk},
        "licences:conclude": {"pk": incident.pk},
        "licences:prove": {"number": crossed.number},
        "licences:sheet": {"number": crossed.number},
        "licences:paper": {"number": waiting.number},
        "licences:delivery": {"pk": certificate.pk},
        "licences:delivery_file": {"pk": certificate.pk},
        "licences:judge": {"pk": certificate.pk},
        "licences:confirm": {"number": waiting.number},
        "licences:cancel": {"number": waiting.number},
        "licences:correct": {"number": crossed.number},
        "api:check_licence": {"number": licence.number},
        "api:read_shipment": {"number": waiting.number},
        "api:confirm_shipment": {"number": waiting.number},
        "api:cancel_shipment": {"number": waiting.number},
    }


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return nothing: no answer here depends on what is sent."""
    return {}
