"""The data of tracking: shipments, entries of the balance, serial numbers, and what follows."""

from tracking.models.deliveries import Authenticity, Channel, DeliveredLine, DeliveryCertificate
from tracking.models.shipments import Entry, EntryKind, SerialRange, Shipment, ShipmentState
from tracking.models.traces import (
    Credibility,
    End,
    Incident,
    IncidentKind,
    Mention,
    Reliability,
    Source,
    UsedUp,
)

__all__ = [
    "Authenticity",
    "Channel",
    "Credibility",
    "DeliveredLine",
    "DeliveryCertificate",
    "End",
    "Entry",
    "EntryKind",
    "Incident",
    "IncidentKind",
    "Mention",
    "Reliability",
    "SerialRange",
    "Shipment",
    "ShipmentState",
    "Source",
    "UsedUp",
]
