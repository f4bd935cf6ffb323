"""Verbs of the register: `register` for companies, `people` for those who act for them.

Each locks the company, asks the policy, writes and records the event in one transaction.
"""

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

__all__ = [
    "CompanyData",
    "Rights",
    "add_authority",
    "add_member",
    "change_member",
    "invite_person",
    "register_manufacturer",
    "remove_member",
    "save_data_sheet",
    "verify_manufacturer",
]
