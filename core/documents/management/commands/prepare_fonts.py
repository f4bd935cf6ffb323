"""`manage.py prepare_fonts`: merge the fonts of the printed page. Safe to repeat."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.documents import fonts


class Command(BaseCommand):
    """Write the four Plex faces to FONTS_ROOT."""

    help = "Merge the IBM Plex web subsets into the fonts of the printed page."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Merge, or say that the fonts are already in place."""
        target = Path(settings.FONTS_ROOT)
        try:
            written = fonts.prepare(Path(settings.BASE_DIR) / "node_modules", target)
        except FileNotFoundError as missing:
            raise CommandError(f"{missing.filename} is missing: run `npm ci` first.") from missing
        self.stdout.write(f"{'Fonts written to' if written else 'Fonts are ready in'} {target}")
