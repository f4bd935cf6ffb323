"""What became known after the border: a proof with a shortfall, a find, goods used up."""

from collections.abc import Iterator
from decimal import Decimal

from core.base import clock
from demo.paper import sample_page
from demo.stage import Moment, Stage, at
from licensing.models import Licence
from tracking.models import Shipment
from tracking.services import deliveries, traces
from tracking.services.deliveries import CertificateData
from tracking.services.traces import IncidentData, UsedUpData

PAPER = {
    "number": "DVC-2026-1187",
    "issuer": "Tolletaten",
    "arrived_at": "Oslo",
    "importer": "Nordfjord Kystvakt",
    "transport_document": "CMR 44871",
}
LOST = {
    "kind": "loss",
    "country": "NO",
    "source": "end_user",
    "reliability": "A",
    "credibility": "2",
    "text": "Апарат не повернувся з навчального польоту над морем.",
    "serials": "С3-0205",
}


def norway(play: Stage) -> Iterator[Moment]:
    """Prove the delivery in part, confirm the paper, hear of a loss and of spent batteries."""
    cast = play.cast
    yield at(-6)
    licence = Licence.objects.get(application=play.heard["norway"])
    shipment = Shipment.objects.filter(licence=licence).earliest("number")
    certificate = deliveries.enter(
        actor=cast.signatory,
        shipment_id=shipment.pk,
        data=CertificateData(issued_on=clock.today(), arrived_on=clock.today(), **PAPER),
        lines={1: Decimal(12), 3: Decimal(58)},
        upload=sample_page("dvc.pdf", "Delivery verification certificate", PAPER["number"]),
    )
    yield at(-4)
    deliveries.judge(
        actor=cast.officer,
        certificate_id=certificate.pk,
        genuine=True,
        channel="embassy",
        note="Нота посольства від цього тижня.",
    )
    yield at(-2)
    traces.report(actor=cast.officer, data=IncidentData(happened_on=clock.today(), **LOST))
    yield at(-2, 15)
    today = clock.today()
    spent = UsedUpData(3, Decimal(20), "used", until=today, letter_no="N-118", letter_on=today)
    traces.declare_used_up(actor=cast.signatory, licence_id=licence.pk, data=spent)
