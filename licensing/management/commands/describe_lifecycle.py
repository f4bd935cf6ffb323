"""Write docs/lifecycle.md from the transition table, or check that it is current."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from licensing.lifecycle import TRANSITIONS, Status

HEAD = """# The life of a case

Generated from `licensing/lifecycle.py` by `manage.py describe_lifecycle`; do not edit.
The same table feeds the one writer (`licensing/services/_advance.py`) and the database trigger.

"""


class Command(BaseCommand):
    """Write the page, or with --check compare only."""

    help = "Write docs/lifecycle.md from the transition table."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--check", action="store_true", help="compare, write nothing")

    def handle(self, **options: Any) -> None:
        """Write or compare."""
        target = Path(settings.BASE_DIR) / "docs" / "lifecycle.md"
        text = page()
        if options["check"]:
            if not target.exists() or target.read_text() != text:
                raise CommandError("docs/lifecycle.md is not current; run describe_lifecycle")
            return
        target.write_text(text)


def page() -> str:
    """Return the page: the diagram, then every step with its reason."""
    with translation.override("en"):
        return HEAD + _diagram() + _table()


def _diagram() -> str:
    arrows = "".join(
        f"    {step.source.value} --> {step.target.value}: {step.verb.value}\n"
        for step in TRANSITIONS
    )
    return f"```mermaid\nstateDiagram-v2\n    [*] --> {Status.DRAFT.value}\n{arrows}```\n\n"


def _table() -> str:
    rows = "".join(
        f"| {step.source.label} | `{step.verb.value}` | {step.target.label} "
        f"| {step.actor.label} | {step.why} |\n"
        for step in TRANSITIONS
    )
    return f"| from | step | to | who | why |\n|---|---|---|---|---|\n{rows}"
