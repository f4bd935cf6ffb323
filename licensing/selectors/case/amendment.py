"""What an open amendment changes against the declared revision, and what that reopens."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licensing import reopening, snapshot
from licensing.checks import CHECKS, CONFIDENTIAL, texts
from licensing.diff import Change, changes
from licensing.models import Application, Revision
from licensing.reopening import Part, Sorted
from licensing.screening import screened_of
from licensing.selectors.upward import departments_asked
from licensing.snapshot import Snapshot

PARTS: dict[Part, Promise] = {
    Part.FORM: _("Form of application"),
    Part.TITLE: _("Title"),
    Part.DESTINATION: _("Permit and destination"),
    Part.CONTRACT: _("Contract"),
    Part.END_USE: _("End use"),
    Part.COMPANY: _("Applicant"),
    Part.LINES: _("Goods lines"),
    Part.PARTIES: _("Parties"),
    Part.CERTIFICATE: _("End-user certificate"),
    Part.PAPERS: _("Documents"),
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What is asked again when one text takes the place of another, and what stays."""

    departments: Sorted
    checks: list[str]
    screened: list[str]
    due_on: date | None


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """The changes part by part, in the words of the form, and what they reopen."""

    parts: list[tuple[str | Promise, list[Change]]]
    effect: Effect

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing differs from the declared text."""
        return not self.parts


def amendment(case: Application, content: Snapshot) -> AmendmentView | None:
    """Return what an open amendment changes and reopens; None while none is open."""
    if not case.amendment_open:
        return None
    grouped: dict[str | Promise, list[Change]] = {}
    for change in changes(snapshot.read(case.declared.text), content):
        part = min(reopening.part_of(change.path), key=list(Part).index)
        grouped.setdefault(PARTS[part], []).append(change)
    return AmendmentView(list(grouped.items()), effect_of(case, case.declared, content))


def effect_of(case: Application, before: Revision, after: Snapshot) -> Effect:
    """Return what `after` in place of the revision `before` asks again.

    Checks that a company must not read are left out; the names screened anew tell nothing of hits.
    """
    old = snapshot.read(before.text)
    parts = reopening.touched(old, after)
    known = {one.digest for one in screened_of(old)}
    told = [_code(check) for check in CHECKS if check not in CONFIDENTIAL]
    return Effect(
        departments=reopening.departments(departments_asked(before.pk), parts),
        checks=[str(texts.title(code)) for code in reopening.checks(told, parts).again],
        screened=[one.names[0] for one in screened_of(after) if one.digest not in known],
        due_on=case.due_on,
    )


def _code(check: object) -> str:
    return str(getattr(check, "__name__", "")).removeprefix("check_")
