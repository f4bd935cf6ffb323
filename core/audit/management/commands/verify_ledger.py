"""``manage.py verify_ledger``: exit 0 only when everything holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from core.audit.verify import Report, verify_ledger

MOST_SHOWN = 20


class Command(BaseCommand):
    """Prove the event log; otherwise name the first broken things in plain words."""

    help = "Prove the event log and the records; exit 0 only when everything holds."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept the checkpoint of an earlier visit."""
        parser.add_argument(
            "--checkpoint", type=Path, help="file with a checkpoint kept since an earlier visit"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the proof and print one line, or what is broken."""
        kept: Path | None = options["checkpoint"]
        with translation.override("en"):  # one language, whatever machine it runs on
            report = verify_ledger(kept.read_text() if kept else None)
        if not report.ok:
            raise CommandError(_broken(report))
        self.stdout.write(
            f"The log holds: {report.events} events, {report.placed} placed under"
            f" {report.checkpoints} checkpoints, {report.waiting} waiting for a place;"
            f" root {report.root.hex()}"
        )


def _broken(report: Report) -> str:
    shown = [f"  {finding}" for finding in report.findings[:MOST_SHOWN]]
    more = len(report.findings) - len(shown)
    lines = ["The log does not hold:", *shown]
    return "\n".join([*lines, f"  and {more} more"] if more else lines)
