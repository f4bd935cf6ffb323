"""Uploaded sheets and the report on their rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from core.accounts.policies import Person
from manufacturers.models import Manufacturer, ProductSheet, SheetRow
from manufacturers.selectors.companies import visible_to

PAGE_SIZE = 100
LATEST = 20


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One page of a report and the row number after which the next one starts."""

    rows: Sequence[SheetRow]
    next_after: int | None


def sheets_of(manufacturer: Manufacturer) -> QuerySet[ProductSheet]:
    """Return the latest sheets of a company with who sent them."""
    sheets = ProductSheet.objects.filter(manufacturer=manufacturer)
    return sheets.select_related("uploaded_by")[:LATEST]


def get_sheet(user: Person, sheet_id: UUID) -> ProductSheet:
    """Return a sheet of a visible company. Raises Http404 otherwise."""
    sheets = ProductSheet.objects.filter(manufacturer__in=visible_to(user))
    sheet = sheets.select_related("uploaded_by", "settled_by").filter(pk=sheet_id).first()
    if sheet is None:
        raise Http404
    return sheet


def report(sheet: ProductSheet, *, only_wrong: bool = False, after: int = 0) -> ReportPage:
    """Return a page of the report in the order of the file."""
    rows = sheet.rows.filter(number__gt=after).order_by("number")
    if only_wrong:
        rows = rows.filter(is_right=False)
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return ReportPage(shown, shown[-1].number if len(found) > PAGE_SIZE else None)
