"""What an open amendment changes against the declared revision, and what that reopens."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licensing import snapshot
from licensing.diff import Change, changes
from licensing.models import Application
from licensing.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """The changes part by part, in the words of the form."""

    parts: list[tuple[str | Promise, list[Change]]]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing differs from the declared text."""
        return not self.parts


#: The first word of a changed path, and what the company calls that part.
_PARTS: dict[str, Promise] = {
    "lines": _("Goods lines"),
    "parties": _("Parties"),
    "certificate": _("End-user certificate"),
    "files": _("Documents"),
    "end_use_uk": _("End use"),
    "end_use_en": _("End use"),
    "contract_no": _("Contract"),
    "contract_date": _("Contract"),
    "incoterm": _("Contract"),
    "contract_place": _("Contract"),
}


def amendment(case: Application, content: Snapshot) -> AmendmentView | None:
    """Return what an open amendment changes; None while none is open."""
    if not case.amendment_open:
        return None
    grouped: dict[str | Promise, list[Change]] = {}
    for change in changes(snapshot.read(case.declared.text), content):
        first = change.path.split(" ")[0].split(".")[0]
        grouped.setdefault(_PARTS.get(first, _("Permit and destination")), []).append(change)
    return AmendmentView(list(grouped.items()))
