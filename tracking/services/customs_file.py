"""Importing the file of customs: every row is tried; all are kept, or nothing is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit import log
from core.base.canonical import digest
from core.base.errors import Conflict, DomainError, InvalidInput
from licensing.models import Licence
from tracking import policies, sheet
from tracking.services import shipments
from tracking.services.shipments import Wanted

WHY: dict[str, Promise] = {
    "too_large": _("The file is larger than 1 MB."),
    "too_many_rows": _("The file has more than %(what)s rows."),
    "not_text": _("This is no CSV file."),
    "empty": _("The file holds no rows."),
    "columns": _("These columns are missing: %(what)s."),
    "cell_missing": _("“%(what)s” is empty."),
    "no_day": _("“%(what)s” is no day."),
    "no_number": _("“%(what)s” is no number."),
}


@dataclass(frozen=True, slots=True)
class RowReport:
    """One row with what is wrong; "" when it is right."""

    number: int
    licence: str
    declaration: str
    problem: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: the rows, how many shipments were written off (none if any is wrong)."""

    rows: list[RowReport]
    shipments: int

    @property
    def wrong(self) -> int:
        """Return how many rows are wrong."""
        return sum(bool(row.problem) for row in self.rows)


def import_file(*, actor: User, content: bytes) -> Imported:
    """Write off what a file of customs says. Events of each shipment, and customs.file_imported.

    Raises NotAllowed for who is not customs, InvalidInput for a file that cannot be read. A wrong
    row undoes the whole file; the report names every wrong row.
    """
    policies.require(policies.may_import(actor))
    try:
        rows = sheet.read(content)
    except sheet.Unreadable as problem:
        text = WHY[problem.code]
        raise InvalidInput(problem.code, text, field="file", what=problem.what) from problem
    with transaction.atomic():
        told = [report for group in sheet.shipments(rows) for report in _try(actor, group)]
        told.sort(key=lambda one: one.number)
        done = Imported(told, len(sheet.shipments(rows)))
        if done.wrong:
            transaction.set_rollback(True)
            return Imported(told, 0)
        log.record(
            actor=actor,
            verb="customs.file_imported",
            subject=f"customs_file:{digest(content.hex())[:32]}",
            data={"rows": len(told), "shipments": done.shipments},
        )
    return done


def _try(actor: User, group: list[sheet.Row]) -> Iterable[RowReport]:
    """Write one shipment off inside a savepoint; what is wrong is told of each of its rows."""
    unread = {row.number: _said(row.problem) for row in group if row.problem}
    problem = ""
    if not unread:
        try:
            with transaction.atomic():
                _write_off(actor, group)
        except DomainError as error:
            problem = str(error.message)
        except Http404:
            problem = str(_("There is no such permit."))
    for row in group:
        yield RowReport(row.number, row.licence, row.declaration, unread.get(row.number, problem))


def _write_off(actor: User, group: list[sheet.Row]) -> None:
    first = group[0]
    assert first.crossed_on is not None
    if any(row.crossed_on != first.crossed_on for row in group):
        raise Conflict("two_days", _("One declaration has two days."))
    licence = Licence.objects.filter(number=first.licence).first()
    if licence is None:
        raise Http404
    lines = [Wanted(row.position, row.quantity, None, row.unit, row.serials) for row in group]
    shipment = shipments.announce(
        actor=actor,
        licence_id=licence.pk,
        lines=lines,
        planned_on=first.crossed_on,
        border_post=first.border_post,
    )
    shipments.confirm(
        actor=actor,
        shipment_id=shipment.pk,
        crossed_on=first.crossed_on,
        declaration=first.declaration,
        border_post=first.border_post,
    )


def _said(problem: sheet.Unreadable) -> str:
    return str(WHY[problem.code]) % {"what": problem.what}
