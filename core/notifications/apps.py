"""Django application of outbox, messages and deadlines."""

from celery import current_app
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Side effects promised in a transaction and kept after it."""

    name = "core.notifications"
    label = "notifications"
    verbose_name = _("Notifications")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let web processes and commands nudge the same broker as the worker's own Celery app."""
        if current_app.main in {None, "default"}:
            current_app.config_from_object("django.conf:settings", namespace="CELERY")
