"""App configuration of the reference data."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """Reference data: rows with a source and dates, loaded by `services.load_reference`."""

    name = "core.reference"
    label = "reference"
