"""Django application of long work."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    """Packages, exports, sheets, screenings: seen while they run, stopped when asked."""

    name = "core.work"
    label = "work"
    verbose_name = _("Long work")
    default_auto_field = "django.db.models.BigAutoField"
