"""System checks: a site that cannot keep its promises about files says so before it starts."""

from collections.abc import Sequence
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004

from core.documents import fonts


@register("documents")
def scanner_is_configured(
    app_configs: Sequence[AppConfig] | None, **_: object
) -> list[CheckMessage]:
    """Refuse production without a malware scanner (dozvil.documents.E001)."""
    if settings.DEMO or settings.CLAMD_ADDRESS:
        return []
    hint = "Set CLAMD_ADDRESS to host:port or to the path of clamd's socket."
    return [Error("No malware scanner is configured.", hint=hint, id="dozvil.documents.E001")]


@register("documents")
def fonts_are_ready(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Warn when documents could not be printed for want of fonts (dozvil.documents.W001)."""
    if fonts.is_ready(Path(settings.FONTS_ROOT)):
        return []
    hint = "Run `manage.py prepare_fonts`."
    return [
        Warning("The fonts of the documents are missing.", hint=hint, id="dozvil.documents.W001")
    ]
