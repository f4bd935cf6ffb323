"""App configuration of the commission."""

from django.apps import AppConfig


class CommissionConfig(AppConfig):
    """Seats, opinions, sittings, votes and protocols."""

    name = "commission"
    label = "commission"
