"""App configuration of the demonstration."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The cast and the story."""

    name = "demo"
    label = "demo"
