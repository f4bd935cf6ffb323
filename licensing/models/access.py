"""Who may open a restricted case: guardian's grants, kept in tables with a direct foreign key."""

from django.db import models
from guardian.models.models import GroupObjectPermissionBase, UserObjectPermissionBase

from licensing.models.application import Application


class ApplicationUserObjectPermission(UserObjectPermissionBase):
    """An officer's grant on a case."""

    content_object = models.ForeignKey(Application, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        pass


class ApplicationGroupObjectPermission(GroupObjectPermissionBase):
    """A group's grant on a case. Guardian wants the table; the house grants to people only."""

    content_object = models.ForeignKey(Application, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        pass
