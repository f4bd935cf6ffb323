"""Django application of the event log."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Lowest app that everybody writes to; it imports nothing but ``core.base``."""

    name = "core.audit"
    label = "audit"
    verbose_name = _("Event log")
    default_auto_field = "django.db.models.BigAutoField"
