"""Import a publisher's file as the new edition of a watch list, and re-screen what is live.

manage.py import_list un consolidated.xml --format un_xml --label 2026-11-20
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import Http404

from core.base.errors import DomainError
from core.screening.models import EditionState, Format
from core.screening.services import load_lists
from licensing.services.rescreening import take_list


class Command(BaseCommand):
    """Exit code 1 when the file is refused or waits for a confirmation."""

    help = "Import a watch list whole: NSDC, UN, EU, UK, OFAC or plain CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("code", help="nsdc, un, eu, uk, ofac")
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", required=True, choices=Format.values)
        parser.add_argument("--label", default="", help="the publisher's name of the edition")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and say what changed."""
        load_lists()
        path: Path = options["file"]
        try:
            with path.open("rb") as stream:
                edition = take_list(
                    actor=None,
                    code=options["code"],
                    stream=stream,
                    file_name=path.name,
                    list_format=options["format"],
                    label=options["label"],
                )
        except (OSError, DomainError) as error:
            raise CommandError(str(error)) from error
        except Http404 as error:
            raise CommandError(f"no such list: {options['code']}") from error
        if edition.state == EditionState.WAITING:
            raise CommandError("too many entries would disappear: confirm it on the lists page")
        self.stdout.write(
            f"{edition.entries} entries: {edition.added} added, {edition.changed} changed, "
            f"{edition.removed} removed"
        )
