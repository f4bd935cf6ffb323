"""System checks of the log: a production site without its key says so before it starts."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from core.audit import keys


@register(Tags.security)
def log_can_sign(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Refuse a production site whose log could not sign its checkpoints (dozvil.audit.E001)."""
    if settings.DEMO or (settings.KEYS_ROOT / keys.FILE).exists():
        return []
    hint = f"openssl genpkey -algorithm ed25519 -out {settings.KEYS_ROOT / keys.FILE}"
    return [Error("The event log has no signing key.", hint=hint, id="dozvil.audit.E001")]
