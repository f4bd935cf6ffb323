"""``manage.py restore --from DIR``: a backup into a new, migrated site; then the proof."""

from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from core.operations.backup import BackupError, Folders, restore


class Command(BaseCommand):
    """Needs a superuser (DATABASE_ADMIN_URL, else the owner): rows go in without triggers."""

    help = "Put a backup into a new, migrated, empty site and prove the ledger."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder."""
        parser.add_argument("--from", type=Path, required=True, dest="source")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore everything, then verify the ledger, the decisions and the files."""
        superuser = _connect()
        folders = Folders(files=settings.FILES_ROOT, keys=settings.KEYS_ROOT)
        try:
            kept = restore(superuser, folders, options["source"])
        except BackupError as problem:
            raise CommandError(str(problem)) from problem
        finally:
            superuser.close()
        self.stdout.write(f"{len(kept['tables'])} tables and {kept['files']} files are back.")
        call_command("verify_ledger", stdout=self.stdout)


def _connect() -> "psycopg2.extensions.connection":
    """Connect as superuser to the database that this site uses."""
    if not settings.SUPERUSER_URL:
        raise CommandError("restore needs DATABASE_ADMIN_URL or DATABASE_OWNER_URL")
    return psycopg2.connect(settings.SUPERUSER_URL, dbname=connection.settings_dict["NAME"])
