"""Configuration of the app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """What every interface for programs stands on."""

    name = "core.api"
    label = "api"
