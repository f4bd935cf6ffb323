"""The data of tracking: shipments, entries of the balance, serial numbers, and what follows."""

from tracking.models.deliveries import Authenticity, Channel, DeliveredLine, DeliveryCertificate
from tracking.models.oversight import (
    CheckPhoto,
    CheckResult,
    CheckState,
    EndUseCheck,
    ReexportRequest,
    ReexportState,
)
from tracking.models.shipments import (
    Entry,
    EntryKind,
    SerialRange,
    Shipment,
    ShipmentSheet,
    ShipmentState,
)
from tracking.models.traces import (
    Credibility,
    End,
    Incident,
    IncidentKind,
    Mention,
    Reliability,
    Seen,
    Source,
    UsedUp,
)

__all__ = [
    "Authenticity",
    "Channel",
    "CheckPhoto",
    "CheckResult",
    "CheckState",
    "Credibility",
    "DeliveredLine",
    "DeliveryCertificate",
    "End",
    "EndUseCheck",
    "Entry",
    "EntryKind",
    "Incident",
    "IncidentKind",
    "Mention",
    "ReexportRequest",
    "ReexportState",
    "Reliability",
    "Seen",
    "SerialRange",
    "Shipment",
    "ShipmentSheet",
    "ShipmentState",
    "Source",
    "UsedUp",
]
