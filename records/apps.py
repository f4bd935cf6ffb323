"""App configuration of the records."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """Reads across all apps below it; its own tables hold only what it published itself."""

    name = "records"
    label = "records"
    verbose_name = _("Records")
