"""The menu of each audience. Upper apps' pages meet here because only `config` knows them all."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.accounts.policies import is_company_person, roles_of
from core.accounts.roles import Role
from core.ui.navigation import NavItem
from licensing.services.need import is_of_the_ministry

APPLICATIONS = NavItem("applications:list", _("Applications"), "/applications/", searchable=True)
PRODUCTS = NavItem("manufacturers:products", _("Products"), "/products/")
HOME = NavItem("applications:home", _("Home"), "/applications/home/")
COMPANY = NavItem("manufacturers:company", _("Company"), "/company/")
CASES = NavItem("cases:worklist", _("Cases"), "/cases/", searchable=True)
OPINIONS = NavItem("opinions:list", _("Opinions"), "/opinions/")
SITTINGS = NavItem("sittings:list", _("Sittings"), "/sittings/")
BODY = NavItem("commission:body", _("Commission"), "/commission/")
LICENCES = NavItem("licences:list", _("Permits"), "/licences/")
COMPANIES = NavItem("manufacturers:register", _("Companies"), "/companies/")
LISTS = NavItem("lists:index", _("Watch lists"), "/lists/")
REFERENCE = NavItem("reference:index", _("Rules"), "/reference/")
STATEMENTS = NavItem("statements:index", _("Statements"), "/statements/")
RECORDS = NavItem("records:list", _("Records"), "/records/")
OPERATIONS = NavItem("operations:index", _("Operations"), "/operations/")
PROGRAMS = NavItem("tokens:list", _("Programs"), "/tokens/")

#: What each role opens most, in the order of its day.
BY_ROLE: dict[Role, tuple[NavItem, ...]] = {
    Role.OFFICER: (CASES, SITTINGS, LICENCES, COMPANIES, RECORDS),
    Role.HEAD: (CASES, SITTINGS, LICENCES, COMPANIES, RECORDS),
    Role.SECRETARY: (SITTINGS, CASES, RECORDS),
    Role.CHAIR: (SITTINGS,),
    Role.MEMBER: (SITTINGS,),
    Role.ADVISER: (OPINIONS,),
    Role.REFERENCE_ADMIN: (REFERENCE, LISTS, BODY),
    Role.CUSTOMS: (LICENCES, PROGRAMS),
    Role.SYSTEM_ADMIN: (OPERATIONS, PROGRAMS),
    Role.AUDITOR: (RECORDS, CASES, SITTINGS, LICENCES, COMPANIES),
}


def items(request: HttpRequest) -> Iterable[NavItem]:
    """Return the menu of the person who asks; companies' people see their own pages."""
    if not request.user.is_authenticated:
        return ()
    if is_company_person(request.user):
        return (HOME, APPLICATIONS, LICENCES, PRODUCTS, COMPANY)
    found: dict[NavItem, None] = {}
    held = roles_of(request.user)
    for role, entries in BY_ROLE.items():
        if role in held:
            found |= dict.fromkeys(entries)
    if is_of_the_ministry(request.user):
        found[STATEMENTS] = None
    return tuple(found)
