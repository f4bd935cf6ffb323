"""Who is signed in: the person of a session, read together with her roles."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from core.accounts.models import User


class PersonBackend(AuthenticationBackend):
    """Signs in by e-mail as allauth does; every page then reads person and roles in one query."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the active person of a session, or None."""
        groups = User.groups.through.objects.filter(user_id=OuterRef("pk"))
        names = ArraySubquery(groups.order_by().values("group__name"))
        person = User.objects.annotate(group_names=names).filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None
