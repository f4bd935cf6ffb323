"""App configuration of licensing."""

from django.apps import AppConfig


class LicensingConfig(AppConfig):
    """Applications, cases, decisions and licences."""

    name = "licensing"
    label = "licensing"
