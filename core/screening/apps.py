"""App configuration of the screening."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Watch lists and name matching."""

    name = "core.screening"
    label = "screening"
