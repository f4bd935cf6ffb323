"""The page `docs/permissions.md`, written from the registry of roles so that it cannot go stale."""

from collections.abc import Iterator

from django.utils.translation import override

from core.accounts.roles import CODENAMES, CONFLICTING, PERMISSIONS, SOLITARY, CompanyRight, Role

HEAD = """# Permissions

Written by `manage.py describe_permissions` from `core/accounts/roles.py`; do not edit by hand.
Who may open which page is the table in `tests/security/matrix/`: one row for each address, one
column for each person of the cast, and a test that fails for an address without a row.

Two kinds of right exist and no third. A **role** belongs to an official and counts everywhere. A
**company right** belongs to a person in one company: a grant on `Manufacturer` inside a membership
with dates. Neither says what may be done to one thing in one state: that is the policy of the
thing (`policies.py` of each app), asked after the row is locked.

What a person may not know about answers 404; what she may see but not do answers 403.
"""


def describe() -> str:
    """Return the whole page, in English."""
    with override("en"):
        return "\n".join([HEAD, *_roles(), *_codenames(), *_company(), *_conflicts()])


def _roles() -> Iterator[str]:
    yield "## Roles of officials\n"
    yield from _table("Role", "Group", "Codenames")
    for role in Role:
        names = ", ".join(f"`{name}`" for name in sorted(PERMISSIONS[role]))
        yield f"| {role.label} | `{role.value}` | {names} |"
    yield ""


def _codenames() -> Iterator[str]:
    yield "## Codenames\n"
    yield from _table("Codename", "Allows", "Held by")
    for name, meaning in CODENAMES.items():
        holders = ", ".join(str(role.label) for role in Role if name in PERMISSIONS[role])
        yield f"| `{name}` | {meaning} | {holders} |"
    yield ""


def _company() -> Iterator[str]:
    yield "## Rights in a company\n"
    yield from _table("Right", "Grant on `Manufacturer`")
    for right in CompanyRight:
        yield f"| {right.label} | `{right.value}` |"
    yield ""


def _conflicts() -> Iterator[str]:
    yield "## Roles that exclude each other\n"
    for role in sorted(SOLITARY):
        yield f"- {Role(role).label}: together with no other role"
    pairs = sorted(sorted(pair) for pair in CONFLICTING)
    for first, second in pairs:
        yield f"- {Role(first).label} and {Role(second).label}"
    yield ""


def _table(*heads: str) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
