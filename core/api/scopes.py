"""Every scope of the house, in one file.

A scope narrows what a program may do in a person's name; it never widens it. The rights of the
person are asked by the same policies as in the browser, at each call.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Role


class Scope(models.TextChoices):
    """What a token may be used for."""

    PRODUCTS_READ = "products:read", _("Read the catalogue")
    PRODUCTS_WRITE = "products:write", _("Change the catalogue")
    DRAFTS_READ = "drafts:read", _("Read drafts")
    DRAFTS_WRITE = "drafts:write", _("Write drafts and hand them to the signatory")
    CASES_READ = "cases:read", _("Read the state of cases and their documents")
    LICENCES_READ = "licences:read", _("Check permits")
    SHIPMENTS_WRITE = "shipments:write", _("Write off shipments")


#: What a person of a company may hand to a program.
COMPANY_SCOPES: tuple[Scope, ...] = (
    Scope.PRODUCTS_READ,
    Scope.PRODUCTS_WRITE,
    Scope.DRAFTS_READ,
    Scope.DRAFTS_WRITE,
    Scope.CASES_READ,
)

#: What the holder of a role may hand to a program of the office. Other roles have no programs.
OFFICE_SCOPES: dict[Role, tuple[Scope, ...]] = {
    Role.CUSTOMS: (Scope.LICENCES_READ, Scope.SHIPMENTS_WRITE),
}
