"""File every declared case anew under its names: after an upgrade, or when the key changed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from licensing import snapshot
from licensing.models import Application
from licensing.services.indexing import index_case


class Command(BaseCommand):
    """Safe to run at any time and again."""

    help = "Rebuild the names under which cases are found."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the cases one transaction each."""
        declared = Application.objects.filter(current_revision__isnull=False)
        done = 0
        for case in declared.select_related("current_revision").iterator(chunk_size=500):
            with transaction.atomic():
                index_case(case, snapshot.read(case.declared.text))
            done += 1
        self.stdout.write(f"{done} cases")
