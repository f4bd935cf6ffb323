"""Django application of the event log."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from core.audit.unskippable import make_triggers_unskippable


class AuditConfig(AppConfig):
    """Lowest app that everybody writes to; it imports nothing but ``core.base``."""

    name = "core.audit"
    label = "audit"
    verbose_name = _("Event log")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system check, and keep the triggers on after every migration run."""
        from core.audit import checks  # noqa: F401  (registers on import)

        post_migrate.connect(make_triggers_unskippable, sender=self)
