"""App configuration of the base."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    """Hands out the database grants after every migration run."""

    name = "core.base"
    label = "base"

    def ready(self) -> None:
        """Register the system checks and the grants that follow each migration."""
        from core.base import checks  # noqa: F401  (registers on import)
        from core.base.grants import grant_after_migrate

        post_migrate.connect(grant_after_migrate, dispatch_uid="core.base.grants")
