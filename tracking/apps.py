"""App configuration of the tracking."""

from django.apps import AppConfig


class TrackingConfig(AppConfig):
    """Licences on their way: shipments and end use."""

    name = "tracking"
    label = "tracking"
