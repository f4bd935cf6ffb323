"""Load the reference data that comes with the house."""

from typing import Any

from django.core.management.base import BaseCommand

from core.reference.services import load_reference


class Command(BaseCommand):
    """Prints one line a table; loading again changes nothing."""

    help = "Load departments, control list, terms, calendar, destinations. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report."""
        for table, count in load_reference().items():
            self.stdout.write(f"{table}: {count}")
