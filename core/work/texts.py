"""What each kind of long work is called. Who brings a kind adds its words here."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Promise] = {
    "records.package": _("Evidence package"),
    "records.export": _("Export of records"),
    "manufacturers.sheet": _("Import of a sheet"),
}


def title(kind: str) -> str:
    """Name a kind of work in the active language."""
    return str(KINDS[kind])
