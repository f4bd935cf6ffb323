"""The documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files that come in, official documents that go out."""

    name = "core.documents"
    label = "documents"

    def ready(self) -> None:
        """Register the system checks."""
        from core.documents import checks  # noqa: F401  (registers on import)
