"""The data of tracking: shipments, entries of the balance, serial numbers."""

from tracking.models.shipments import Entry, EntryKind, SerialRange, Shipment, ShipmentState

__all__ = ["Entry", "EntryKind", "SerialRange", "Shipment", "ShipmentState"]
