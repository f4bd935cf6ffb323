"""Keeps groups and permissions of the database equal to `roles.py`.

Groups are named by the value of the role. A codename that left `roles.py` leaves the database,
so a forgotten permission cannot survive its reason.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, transaction

from core.accounts.models import User
from core.accounts.roles import CODENAMES, PERMISSIONS

# Made by Django for every model; not ours to remove.
_DEFAULT_VERBS = ("add_", "change_", "delete_", "view_user")


def sync_after_migrate(*, app_config: Any, using: str = DEFAULT_DB_ALIAS, **_: object) -> None:
    """Synchronise once per migration run (signal `post_migrate` of the accounts app)."""
    if app_config.label == "accounts":
        sync_roles()


@transaction.atomic
def sync_roles() -> None:
    """Make groups and their permissions equal to `PERMISSIONS`. Safe to run again."""
    permissions = _sync_codenames()
    for role, codenames in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=role.value)
        group.permissions.set(permissions[codename] for codename in sorted(codenames))


def _sync_codenames() -> dict[str, Permission]:
    content_type = ContentType.objects.get_for_model(User)
    known = Permission.objects.filter(content_type=content_type)
    for permission in known.exclude(codename__in=CODENAMES):
        if not permission.codename.startswith(_DEFAULT_VERBS):
            permission.delete()
    return {
        codename: Permission.objects.update_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )[0]
        for codename, name in CODENAMES.items()
    }
