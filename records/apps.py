"""App configuration of the records."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """Reads across all apps below it and owns no table of its own."""

    name = "records"
    label = "records"
    verbose_name = _("Records")
