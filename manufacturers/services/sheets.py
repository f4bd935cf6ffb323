"""Importing a sheet of products: check and keep the report, then import by the person's choice.

The report is kept whatever is decided. At the import every row is judged again, because names,
lines and the control list may have changed since.
"""

import hashlib
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import clock
from core.base.errors import Conflict
from core.documents import intake
from core.reference.selectors import current_edition
from manufacturers import policies
from manufacturers.models import Manufacturer, Product, ProductSheet, SheetRow, SheetState
from manufacturers.services import catalogue
from manufacturers.services._shared import locked, record_about
from manufacturers.services.catalogue import ProductData
from manufacturers.sheets import columns, reading
from manufacturers.sheets.checking import Checker, Verdict

BATCH = 2000


@transaction.atomic
def check_sheet(*, actor: User, company_id: UUID, upload: "File[Any]") -> ProductSheet:
    """Read a CSV or XLSX file and keep the report on each of its rows; no product is written.

    Event: `sheet.checked`. Raises Http404, NotAllowed, InvalidInput (at `file`) for a file that
    is not a table, is hostile, too long or lacks columns.
    """
    company = locked(company_id)
    policies.require_keep_catalogue(actor, company)
    content = _content(actor, upload)
    table = columns.table(reading.read(content))
    verdicts = _judged(Checker(company), table.rows)
    if not verdicts:
        raise reading.refusal("empty")
    sheet = ProductSheet.objects.create(
        manufacturer=company,
        name=intake.clean_name(upload.name or "", _ending(content)),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        ignored=[text[:100] for text in table.ignored],
        total=len(verdicts),
        wrong=sum(verdict.product is None for _number, _values, verdict in verdicts),
        uploaded_by=actor,
    )
    rows = [_row(sheet, number, values, verdict) for number, values, verdict in verdicts]
    SheetRow.objects.bulk_create(rows, batch_size=BATCH)
    facts = {"sheet": sheet.pk, "sha256": sheet.sha256, "rows": sheet.total, "wrong": sheet.wrong}
    record_about(actor, "sheet.checked", company, facts)
    return sheet


@transaction.atomic
def import_sheet(*, actor: User, sheet_id: UUID, only_right: bool = False) -> ProductSheet:
    """Write the rows of a sheet into the catalogue: all of them, or only the right ones.

    Event: `sheet.imported` with the products. Raises Http404, NotAllowed, Conflict for a sheet
    that is settled or has a wrong row and `only_right` was not chosen, or has no right row.
    """
    sheet = _locked_sheet(actor, sheet_id)
    company = locked(sheet.manufacturer_id)
    right = _judged_again(company, sheet)
    if len(right) < sheet.total and not only_right:
        message = _(
            "Some rows are wrong, so nothing was imported. Correct them or import the rest."
        )
        raise Conflict("sheet_wrong", message)
    if not right:
        raise Conflict("sheet_empty", _("No row of this sheet can be imported."))
    products = _write(company, right)
    sheet.imported, sheet.wrong = len(products), sheet.total - len(products)
    _settle(sheet, actor, SheetState.IMPORTED)
    facts = {
        "sheet": sheet.pk,
        "sha256": sheet.sha256,
        "imported": sheet.imported,
        "left_out": sheet.wrong,
        "products": [product.pk for product in products],
    }
    record_about(actor, "sheet.imported", company, facts)
    return sheet


@transaction.atomic
def discard_sheet(*, actor: User, sheet_id: UUID) -> ProductSheet:
    """Set a sheet aside without importing it; its report stays. Event: `sheet.discarded`."""
    sheet = _locked_sheet(actor, sheet_id)
    _settle(sheet, actor, SheetState.DISCARDED)
    record_about(actor, "sheet.discarded", sheet.manufacturer, {"sheet": sheet.pk})
    return sheet


def _judged(
    checker: Checker, rows: list[tuple[int, dict[str, str]]]
) -> list[tuple[int, dict[str, str], Verdict]]:
    return [(number, values, checker.judge(number, values)) for number, values in rows]


def _judged_again(company: Manufacturer, sheet: ProductSheet) -> list[ProductData]:
    """Judge the rows as of now, keep what changed in the report, return what can be written."""
    checker = Checker(company)
    right, changed = [], []
    for row in sheet.rows.order_by("number"):
        verdict = checker.judge(row.number, row.values)
        if verdict.product is not None:
            right.append(verdict.product)
        if row.problems != verdict.problems:
            row.problems, row.notes = verdict.problems, verdict.notes
            row.is_right = verdict.product is not None
            changed.append(row)
    SheetRow.objects.bulk_update(changed, ["problems", "notes", "is_right"], BATCH)
    return right


def _write(company: Manufacturer, right: list[ProductData]) -> list[Product]:
    edition = current_edition(clock.today())
    products = []
    for data in right:
        pk = uuid4()
        fields = catalogue.columns(pk, data)
        products.append(Product(id=pk, manufacturer=company, list_edition=edition, **fields))
    return Product.objects.bulk_create(products, batch_size=BATCH)


def _row(sheet: ProductSheet, number: int, values: dict[str, str], verdict: Verdict) -> SheetRow:
    return SheetRow(
        sheet=sheet,
        number=number,
        values=values,
        problems=verdict.problems,
        notes=verdict.notes,
        is_right=verdict.product is not None,
    )


def _content(actor: User, upload: "File[Any]") -> bytes:
    """Return the bytes; a workbook passes the walls of every other document first."""
    limit = settings.MAX_FILE_SIZE
    content: bytes = upload.read(limit + 1)
    if len(content) > limit:
        raise reading.refusal("size", limit=limit // (1024 * 1024))
    if not content:
        raise reading.refusal("empty")
    if content.startswith(b"PK\x03\x04"):
        upload.seek(0)
        intake.receive(actor=actor, upload=upload, field="file")
    return content


def _ending(content: bytes) -> str:
    return "xlsx" if content.startswith(b"PK\x03\x04") else "csv"


def _locked_sheet(actor: User, sheet_id: UUID) -> ProductSheet:
    sheets = ProductSheet.objects.select_for_update(of=("self",)).select_related("manufacturer")
    sheet = sheets.filter(pk=sheet_id).first()
    if sheet is None:
        raise Http404
    policies.require_keep_catalogue(actor, sheet.manufacturer)
    if sheet.state != SheetState.CHECKED:
        raise Conflict("sheet_settled", _("This sheet was imported or set aside already."))
    return sheet


def _settle(sheet: ProductSheet, actor: User, state: SheetState) -> None:
    sheet.state, sheet.settled_at, sheet.settled_by = state, clock.now(), actor
    sheet.save(update_fields=["state", "settled_at", "settled_by", "imported", "wrong"])
