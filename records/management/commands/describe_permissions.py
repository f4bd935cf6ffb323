"""``manage.py describe_permissions > docs/permissions.md``."""

from typing import Any

from django.core.management.base import BaseCommand

from records.permissions import describe


class Command(BaseCommand):
    """Print the page of permissions."""

    help = "Print docs/permissions.md from the registry of roles."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page to standard output."""
        self.stdout.write(describe(), ending="")
