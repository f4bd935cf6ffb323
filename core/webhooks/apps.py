"""Configuration of the app."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Facts told to the programs of companies."""

    name = "core.webhooks"
    label = "webhooks"
