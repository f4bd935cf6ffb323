"""Companies, their people and places, what they make and how much of it they can make."""

from manufacturers.models.capacity import Capacity, ProductionLine, StateOrder
from manufacturers.models.catalogue import Component, Product, SerialRule
from manufacturers.models.company import (
    Authority,
    Manufacturer,
    ManufacturerGroupObjectPermission,
    ManufacturerUserObjectPermission,
    Site,
    SiteKind,
)
from manufacturers.models.enrolment import Enrolment, EnrolmentState
from manufacturers.models.owners import Owner, OwnerKind
from manufacturers.models.people import Membership
from manufacturers.models.renewals import Renewal, RenewalKind, RenewalState
from manufacturers.models.sheets import ProductSheet, SheetRow, SheetState

__all__ = [
    "Authority",
    "Capacity",
    "Component",
    "Enrolment",
    "EnrolmentState",
    "Manufacturer",
    "ManufacturerGroupObjectPermission",
    "ManufacturerUserObjectPermission",
    "Membership",
    "Owner",
    "OwnerKind",
    "Product",
    "ProductSheet",
    "ProductionLine",
    "Renewal",
    "RenewalKind",
    "RenewalState",
    "SerialRule",
    "SheetRow",
    "SheetState",
    "Site",
    "SiteKind",
    "StateOrder",
]
