"""``manage.py backup --to DIR``: the whole site in a folder, while it runs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections

from core.operations.backup import BackupError, Folders, backup


class Command(BaseCommand):
    """Reads one snapshot; the site goes on."""

    help = "Write database, files and keys to an empty folder. The site may run meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder."""
        parser.add_argument("--to", type=Path, required=True, help="a new or empty folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the backup and say what it holds."""
        wrapper = connections.create_connection(DEFAULT_DB_ALIAS)
        wrapper.connect()
        folders = Folders(files=settings.FILES_ROOT, keys=settings.KEYS_ROOT)
        try:
            kept = backup(wrapper.connection, folders, options["to"], settings.VERSION)
        except BackupError as problem:
            raise CommandError(str(problem)) from problem
        finally:
            wrapper.close()
        rows = sum(table["rows"] for table in kept["tables"].values())
        self.stdout.write(
            f"{rows} rows of {len(kept['tables'])} tables, {kept['files']} files,"
            f" {kept['keys']} keys in {options['to']}. The keys are secret: lock the folder."
        )
