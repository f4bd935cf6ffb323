"""App configuration of the manufacturers."""

from django.apps import AppConfig


class ManufacturersConfig(AppConfig):
    """Companies, memberships, authorities."""

    name = "manufacturers"
    label = "manufacturers"
