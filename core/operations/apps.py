"""Django application of operations: pages and commands, no tables."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """The running of the site."""

    name = "core.operations"
    label = "operations"
