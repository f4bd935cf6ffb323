"""App configuration of the accounts."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Keeps the groups of the roles equal to `roles.py` after every migration run."""

    name = "core.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the synchronisation of roles."""
        from core.accounts.sync import sync_after_migrate

        post_migrate.connect(sync_after_migrate, dispatch_uid="core.accounts.sync")
