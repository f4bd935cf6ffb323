"""``manage.py export_records --out DIR [filters]``: a folder that proves itself."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from licensing.models.decision import DecisionOutcome
from records.bundle import write_bundle
from records.filters import Filter


class Command(BaseCommand):
    """Write decisions, their events and the ledger's heads for an auditor."""

    help = "Export decision records with a verifier that needs only Python; the export is an event."

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept the folder and the filters of the register."""
        parser.add_argument("--out", type=Path, required=True, help="folder to write, made if new")
        parser.add_argument("--q", default="", help="number, company, EDRPOU or destination")
        parser.add_argument("--outcome", default="", choices=["", *DecisionOutcome.values])
        parser.add_argument("--year", type=int, default=None, help="year of the decision in Kyiv")
        parser.add_argument("--until", type=date.fromisoformat, default=None, help="as of a day")
        parser.add_argument("--purpose", default="", help="kept with the export")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the folder and say what is in it."""
        out: Path = options["out"]
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise CommandError(f"{out} is not an empty folder.")
        wanted = Filter(**{name: options[name] for name in ("q", "outcome", "year", "until")})
        made = write_bundle(out, wanted, purpose=options["purpose"])
        self.stdout.write(
            f"{made.decisions} decisions and {made.events} events in {out};"
            f" check with: python3 {out / 'verify.py'}"
        )
