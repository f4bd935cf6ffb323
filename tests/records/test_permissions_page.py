"""`docs/permissions.md` says what `roles.py` says."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from core.accounts.roles import CODENAMES, PERMISSIONS, Role

PAGE = Path(__file__).parent.parent.parent / "docs" / "permissions.md"


def test_the_page_is_what_the_command_writes():
    out = StringIO()
    call_command("describe_permissions", stdout=out)
    assert PAGE.read_text() == out.getvalue(), "run manage.py describe_permissions"


def test_every_codename_is_held_by_some_role_and_explained():
    held = {name for names in PERMISSIONS.values() for name in names}
    assert held == set(CODENAMES)
    assert set(PERMISSIONS) == set(Role)
