"""Events about companies in words."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "company.registered": _("Entered into the register"),
    "company.verified": _("Data verified"),
    "company.changed": _("Data changed"),
    "company.authority_added": _("Authority entered"),
    "company.member_added": _("Person added"),
    "company.member_changed": _("Rights of a person changed"),
    "company.member_removed": _("Person removed"),
}
