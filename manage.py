#!/usr/bin/env python
"""Dozvil's command line: `python manage.py help` lists the commands."""

import os
import sys

# Only the owner of the tables may change their shape; everything else runs as the runtime role.
OWNER_COMMANDS = {"migrate", "pgtrigger", "sqlmigrate"}


def main() -> None:
    """Run one management command with the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if OWNER_COMMANDS & set(sys.argv[1:2]):
        os.environ.setdefault("DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
