"""System checks of the platform: a misconfigured site says so by an id, before it starts."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def production_is_configured(
    app_configs: Sequence[AppConfig] | None, **_: object
) -> list[CheckMessage]:
    """Refuse a production site with demo secrets or open hosts (dozvil.base.E001, E002)."""
    if settings.DEMO:
        return []
    problems: list[CheckMessage] = []
    if settings.SECRET_KEY == settings.DEMO_SECRET_KEY:
        problems.append(Error("SECRET_KEY must be set outside the demo.", id="dozvil.base.E001"))
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        problems.append(Error("ALLOWED_HOSTS must name the hosts.", id="dozvil.base.E002"))
    return problems
