"""Verbs of a company: `register` and `people` for itself, `lines` and `catalogue` for its goods.

Each locks its row, asks the policy, writes and records the event in one transaction.
"""

from manufacturers.services.catalogue import (
    ComponentData,
    ProductData,
    add_component,
    add_product,
    archive_product,
    change_component,
    change_product,
    remove_component,
    restore_product,
)
from manufacturers.services.enrolment import (
    Newcomer,
    accept_enrolment,
    ask_to_enrol,
    decline_enrolment,
)
from manufacturers.services.lines import (
    OrderData,
    add_state_order,
    archive_line,
    cancel_state_order,
    change_line,
    change_state_order,
    declare_capacity,
    open_line,
    restore_line,
)
from manufacturers.services.owners import OwnerData, add_owner, end_owner
from manufacturers.services.people import (
    Rights,
    add_member,
    change_member,
    invite_person,
    remove_member,
)
from manufacturers.services.register import (
    CompanyData,
    add_authority,
    register_manufacturer,
    save_data_sheet,
    verify_manufacturer,
)
from manufacturers.services.renewals import (
    PaperData,
    confirm_renewal,
    decline_renewal,
    send_renewal,
)
from manufacturers.services.sheets import check_sheet, discard_sheet, import_sheet
from manufacturers.services.sites import SiteData, add_site, change_site, close_site

__all__ = [
    "CompanyData",
    "ComponentData",
    "Newcomer",
    "OrderData",
    "OwnerData",
    "PaperData",
    "ProductData",
    "Rights",
    "SiteData",
    "accept_enrolment",
    "add_authority",
    "add_component",
    "add_member",
    "add_owner",
    "add_product",
    "add_site",
    "add_state_order",
    "archive_line",
    "archive_product",
    "ask_to_enrol",
    "cancel_state_order",
    "change_component",
    "change_line",
    "change_member",
    "change_product",
    "change_site",
    "change_state_order",
    "check_sheet",
    "close_site",
    "confirm_renewal",
    "declare_capacity",
    "decline_enrolment",
    "decline_renewal",
    "discard_sheet",
    "end_owner",
    "import_sheet",
    "invite_person",
    "open_line",
    "register_manufacturer",
    "remove_component",
    "remove_member",
    "restore_line",
    "restore_product",
    "save_data_sheet",
    "send_renewal",
    "verify_manufacturer",
]
