"""App configuration of the interface."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components and formats shared by every page."""

    name = "core.ui"
    label = "ui"
