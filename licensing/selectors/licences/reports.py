"""Reports owed and handed in, as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from core.accounts.policies import Person
from core.base import clock
from core.documents.models import StoredFile
from licensing.models import HandedReport, Licence, OwedReport
from licensing.selectors.scope import licences_visible_to


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its last edition; None while nothing was handed in."""

    owed: OwedReport
    last: HandedReport | None

    @property
    def days_left(self) -> int:
        """Return the days until the last day, negative after it."""
        return (self.owed.due_on - clock.today()).days

    @property
    def is_overdue(self) -> bool:
        """Tell whether the last day is over and nothing was handed in."""
        return self.last is None and self.days_left < 0

    @property
    def came_late(self) -> bool:
        """Tell whether the first edition came after the last day."""
        first = next(iter(self.owed.handed.all()), None)
        return first is not None and clock.kyiv_date(first.at) > self.owed.due_on


def reports_on(licence: Licence) -> list[Report]:
    """Return the reports that a licence asks for, in the order of their last days."""
    return _read(_reports().filter(licence=licence))


def open_reports(licences: QuerySet[Licence], until: date) -> list[Report]:
    """Return the reports nobody handed in whose last day is by `until`, the longest overdue first.

    A report is owed after the licence has ended, too.
    """
    owed = _reports().filter(licence__in=licences, handed__isnull=True, due_on__lte=until)
    return _read(owed)


def get_report(user: Person, report_id: UUID) -> Report:
    """Return a report on a licence that the person may see. Raises Http404."""
    owed = _reports().filter(pk=report_id, licence__in=licences_visible_to(user))
    found = _read(owed.select_related("licence__manufacturer", "licence__application"))
    if not found:
        raise Http404
    return found[0]


def file_of_report(user: Person, report_id: UUID, edition: int) -> StoredFile:
    """Return the file of an edition. Raises Http404."""
    report = get_report(user, report_id)
    found = next((one for one in report.owed.handed.all() if one.edition == edition), None)
    if found is None:
        raise Http404
    return found.file


def _reports() -> QuerySet[OwedReport]:
    rows = OwedReport.objects.select_related("licence").order_by("due_on", "kind")
    return rows.prefetch_related("handed__file", "handed__by")


def _read(owed: Iterable[OwedReport]) -> list[Report]:
    return [Report(one, max(one.handed.all(), key=_edition, default=None)) for one in owed]


def _edition(one: HandedReport) -> int:
    return one.edition
