"""Every role and every permission codename of the house, in one file.

Two kinds of right exist and no third:

- a **role** is held by an official, everywhere: a Django group whose permissions are listed in
  `PERMISSIONS` and kept equal to it after every migration run (`sync.py`);
- a **company right** is held by a person on one company: a guardian grant on `Manufacturer`,
  given and taken by `manufacturers.services`.

Policies ask `policies.has_role` or `manufacturers.policies.holds`; they never compare names of
groups. What a role may do to one thing in one state is said by the policy of that thing.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Roles of officials (design, section 2)."""

    OFFICER = "officer", _("Case officer")
    ADVISER = "adviser", _("Department adviser")
    SECRETARY = "secretary", _("Commission secretary")
    MEMBER = "member", _("Commission member")
    CHAIR = "chair", _("Commission chair")
    HEAD = "head", _("Head of licensing")
    CUSTOMS = "customs", _("Customs officer")
    AUDITOR = "auditor", _("Auditor")
    REFERENCE_ADMIN = "reference_admin", _("Reference administrator")
    SYSTEM_ADMIN = "system_admin", _("System administrator")


class CompanyRight(models.TextChoices):
    """Rights of a person on one company: codenames of the grants on `Manufacturer`."""

    PREPARE = "prepare_application", _("Prepares applications")
    SIGN = "sign_application", _("Declares and submits")
    ADMINISTER = "administer_company", _("Manages people and data")
    VIEW = "view_company_cases", _("Sees the company's cases")


PREPARE = CompanyRight.PREPARE
SIGN = CompanyRight.SIGN
ADMINISTER = CompanyRight.ADMINISTER
VIEW = CompanyRight.VIEW

# Codename → what it allows, for the administrator who reads the list of a group.
CODENAMES: dict[str, str] = {
    "review_cases": "Check cases, ask applicants and departments, prepare cases for a sitting",
    "view_all_cases": "Read all cases that are not restricted to others",
    "view_companies": "Read the register of companies",
    "verify_companies": "Register companies and verify their data",
    "give_opinions": "Give the opinion of the own department",
    "view_asked_cases": "Read cases the own department is asked about",
    "prepare_sittings": "Convene sittings, keep agenda, attendance and protocol",
    "view_agenda_papers": "Read the papers of agenda items without conflict",
    "cast_ballots": "Vote for a seat under a mandate",
    "chair_sittings": "Open and close rounds of voting, sign the protocol",
    "decide_cases": "Issue and refuse licences",
    "control_licences": "Suspend, reinstate and revoke licences",
    "view_licences": "Read licences without the deliberation behind them",
    "read_everything": "Read all records; every read is logged",
    "export_records": "Export decision records and verify the ledger",
    "propose_reference": "Propose and confirm dated reference rows",
    "manage_people": "Create people and give them roles",
}

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.OFFICER: frozenset(
        {"review_cases", "view_all_cases", "view_companies", "verify_companies", "view_licences"}
    ),
    Role.ADVISER: frozenset({"give_opinions", "view_asked_cases"}),
    Role.SECRETARY: frozenset({"prepare_sittings", "view_all_cases", "view_companies"}),
    Role.MEMBER: frozenset({"view_agenda_papers", "cast_ballots"}),
    Role.CHAIR: frozenset({"view_agenda_papers", "cast_ballots", "chair_sittings"}),
    Role.HEAD: frozenset(
        {"decide_cases", "control_licences", "view_all_cases", "view_companies", "view_licences"}
    ),
    Role.CUSTOMS: frozenset({"view_licences"}),
    Role.AUDITOR: frozenset(
        {"read_everything", "export_records", "view_all_cases", "view_companies", "view_licences"}
    ),
    Role.REFERENCE_ADMIN: frozenset({"propose_reference"}),
    Role.SYSTEM_ADMIN: frozenset({"manage_people"}),
}

# An auditor changes nothing and a system administrator decides nothing: neither role goes
# together with any other (design, section 2).
SOLITARY: frozenset[Role] = frozenset({Role.AUDITOR, Role.SYSTEM_ADMIN})

# Customs never reads deliberation, so it does not sit in it either.
CONFLICTING: frozenset[frozenset[Role]] = frozenset(
    {
        frozenset({Role.CUSTOMS, Role.MEMBER}),
        frozenset({Role.CUSTOMS, Role.CHAIR}),
        frozenset({Role.CUSTOMS, Role.SECRETARY}),
        frozenset({Role.CUSTOMS, Role.OFFICER}),
        frozenset({Role.CUSTOMS, Role.HEAD}),
    }
)


def conflict(held: frozenset[Role], wanted: Role) -> Role | None:
    """Return a held role that excludes the wanted one, or None when they go together."""
    others = sorted(held - {wanted})
    for other in others:
        if {other, wanted} & SOLITARY or frozenset({other, wanted}) in CONFLICTING:
            return other
    return None
