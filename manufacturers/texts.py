"""Events about companies in words, and the tabs of what a company makes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

EVENTS = {
    "company.registered": _("Entered into the register"),
    "company.verified": _("Data verified"),
    "company.changed": _("Data changed"),
    "company.authority_added": _("Authority entered"),
    "company.renewal_sent": _("Renewed paper sent"),
    "company.renewal_confirmed": _("Renewed paper confirmed"),
    "company.renewal_declined": _("Renewed paper declined"),
    "company.member_added": _("Person added"),
    "company.member_changed": _("Rights of a person changed"),
    "company.member_removed": _("Person removed"),
    "company.site_added": _("Place entered"),
    "company.site_changed": _("Place corrected"),
    "company.site_closed": _("Place closed"),
    "company.owner_added": _("Owner declared"),
    "company.owner_ended": _("Owner struck off"),
    "sheet.checked": _("Sheet of products checked"),
    "sheet.imported": _("Sheet of products imported"),
    "sheet.discarded": _("Sheet of products set aside"),
}


def goods_tabs(current: str) -> list[dict[str, object]]:
    """Return the tabs above products and production lines."""
    tabs = {"products": _("Products"), "lines": _("Production lines")}
    return [
        {
            "label": label,
            "url": reverse(f"manufacturers:{name}"),
            "current": name == current,
            "count": None,
        }
        for name, label in tabs.items()
    ]
