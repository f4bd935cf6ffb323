"""Importing a sheet of products: check and keep the report, then import by the person's choice.

A small sheet is checked and imported at once, a large one by a worker (`docs/work.md`); the code
is the same, row by row, so that memory does not grow with the sheet. The report is kept whatever is
decided. At the import every row is judged again, because names, lines and the control list may
have changed since.
"""

import hashlib
from collections.abc import Callable, Iterator
from itertools import islice
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
from core.documents import intake, storage
from core.reference.selectors import current_edition
from core.work.selectors import is_under_way
from core.work.services import start
from manufacturers import policies
from manufacturers.models import Manufacturer, Product, ProductSheet, SheetRow, SheetState
from manufacturers.services import catalogue
from manufacturers.services._shared import locked, record_about
from manufacturers.sheets import columns, reading
from manufacturers.sheets.checking import Checker, Verdict

BATCH = 1000
#: Bytes of a file, and rows of a checked sheet, up to which nobody has to wait for a worker.
AT_ONCE_BYTES, AT_ONCE_ROWS = 100_000, 2_000
WORK = "manufacturers.sheet"

Step = Callable[[int], None]


@transaction.atomic
def check_sheet(*, actor: User, company_id: UUID, upload: "File[Any]") -> ProductSheet:
    """Take a CSV or XLSX file and check it, or let a worker do so; no product is written.

    Event: `sheet.received`, and `sheet.checked` when the report is there. Raises Http404,
    NotAllowed, InvalidInput (at `file`) for a file that is hostile or too large; for a small one
    also when it is not a table, too long or lacks columns.
    """
    company = locked(company_id)
    policies.require_keep_catalogue(actor, company)
    content = _content(actor, upload)
    sheet = ProductSheet.objects.create(
        manufacturer=company,
        name=intake.clean_name(upload.name or "", _ending(content)),
        sha256=storage.store(content),
        size=len(content),
        uploaded_by=actor,
    )
    record_about(actor, "sheet.received", company, {"sheet": sheet.pk, "sha256": sheet.sha256})
    if len(content) <= AT_ONCE_BYTES:
        return read_sheet(sheet_id=sheet.pk, step=_unseen)
    start(actor=actor, kind=WORK, args={"sheet_id": str(sheet.pk)}, subject=sheet.subject)
    return sheet


def read_sheet(*, sheet_id: UUID, step: Step) -> ProductSheet:
    """Judge every row of a sheet that was taken and keep the report; may begin anew after a crash.

    `step` is told how many rows were judged since the last time, and may raise to stop. Event:
    `sheet.checked`. Raises InvalidInput (at `file`) for what is no sheet.
    """
    sheet = ProductSheet.objects.select_related("manufacturer", "uploaded_by").get(pk=sheet_id)
    if sheet.state != SheetState.READING:
        return sheet
    sheet.rows.all().delete()
    checker = Checker(sheet.manufacturer)
    with storage.path_of(sheet.sha256).open("rb") as file:
        table = columns.table(reading.read(file))
        for batch in _batches(table.rows):
            rows = [_row(sheet, number, it, checker.judge(number, it)) for number, it in batch]
            SheetRow.objects.bulk_create(rows)
            sheet.total += len(rows)
            sheet.wrong += sum(not row.is_right for row in rows)
            step(len(rows))
    if not sheet.total:
        raise reading.refusal("empty")
    sheet.ignored = [text[:100] for text in table.ignored]
    return _keep_report(sheet)


@transaction.atomic
def refuse_sheet(*, sheet_id: UUID, state: SheetState = SheetState.REFUSED) -> None:
    """Drop a sheet that cannot be read, or whose check was stopped. Event: `sheet.refused`."""
    sheet = ProductSheet.objects.select_for_update(of=("self",)).get(pk=sheet_id)
    if sheet.state != SheetState.READING:
        return
    sheet.rows.all().delete()
    _settle(sheet, None, state)
    record_about(None, "sheet.refused", sheet.manufacturer, {"sheet": sheet.pk, "state": state})


def import_sheet(*, actor: User, sheet_id: UUID, only_right: bool = False) -> ProductSheet:
    """Write the rows of a sheet into the catalogue, or let a worker do so: all, or the right ones.

    Raises what `write_sheet` raises; for a large sheet the worker's page tells it.
    """
    with transaction.atomic():
        sheet = _locked_sheet(actor, sheet_id)
        if sheet.total > AT_ONCE_ROWS:
            if sheet.wrong and not only_right:
                raise _wrong()
            start(
                actor=actor,
                kind=WORK,
                args={"sheet_id": str(sheet.pk), "write": 1, "only_right": int(only_right)},
                subject=sheet.subject,
            )
            return sheet
    return write_sheet(actor=actor, sheet_id=sheet_id, only_right=only_right, step=_unseen)


@transaction.atomic
def write_sheet(*, actor: User, sheet_id: UUID, only_right: bool, step: Step) -> ProductSheet:
    """Judge the rows as of now and write the products; everything or, on a refusal, nothing.

    Event: `sheet.imported` with the digest of the products' ids. Raises Http404, NotAllowed,
    Conflict for a sheet that is settled, has a wrong row and `only_right` was not chosen, or has
    no right row.
    """
    sheet = _locked_sheet(actor, sheet_id)
    company = locked(sheet.manufacturer_id)
    digest = hashlib.sha256()
    for products in _products(company, sheet, only_right):
        Product.objects.bulk_create(products)
        sheet.imported += len(products)
        for product in products:
            digest.update(product.pk.bytes)
        step(len(products))
    if not sheet.imported:
        raise Conflict("sheet_empty", _("No row of this sheet can be imported."))
    sheet.wrong = sheet.total - sheet.imported
    _settle(sheet, actor, SheetState.IMPORTED)
    facts = {
        "sheet": sheet.pk,
        "sha256": sheet.sha256,
        "imported": sheet.imported,
        "left_out": sheet.wrong,
        "products_sha256": digest.hexdigest(),
    }
    record_about(actor, "sheet.imported", company, facts)
    return sheet


@transaction.atomic
def discard_sheet(*, actor: User, sheet_id: UUID) -> ProductSheet:
    """Set a sheet aside without importing it; its report stays. Event: `sheet.discarded`.

    Also one whose check was stopped or given up. Raises Http404, NotAllowed, Conflict.
    """
    sheet = _locked_sheet(actor, sheet_id, SheetState.CHECKED, SheetState.READING)
    if sheet.state == SheetState.READING and is_under_way(sheet.subject):
        raise _unread()
    _settle(sheet, actor, SheetState.DISCARDED)
    record_about(actor, "sheet.discarded", sheet.manufacturer, {"sheet": sheet.pk})
    return sheet


def _unseen(_count: int) -> None:
    """Tell nobody: the person waits for the answer of this very request."""


def _batches(
    rows: Iterator[tuple[int, dict[str, str]]],
) -> Iterator[list[tuple[int, dict[str, str]]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


@transaction.atomic
def _keep_report(sheet: ProductSheet) -> ProductSheet:
    sheet.state = SheetState.CHECKED
    sheet.save(update_fields=["state", "total", "wrong", "ignored"])
    facts = {"sheet": sheet.pk, "sha256": sheet.sha256, "rows": sheet.total, "wrong": sheet.wrong}
    record_about(sheet.uploaded_by, "sheet.checked", sheet.manufacturer, facts)
    return sheet


def _products(
    company: Manufacturer, sheet: ProductSheet, only_right: bool
) -> Iterator[list[Product]]:
    """Judge the rows as of now, keep what changed in the report, yield what can be written."""
    checker, edition = Checker(company), current_edition(clock.today())
    for rows in _kept_rows(sheet):
        made, changed = [], []
        for row in rows:
            verdict = checker.judge(row.number, row.values)
            if verdict.product is not None:
                pk = uuid4()
                fields = catalogue.columns(pk, verdict.product)
                made.append(Product(id=pk, manufacturer=company, list_edition=edition, **fields))
            elif not only_right:
                raise _wrong()
            if row.problems != verdict.problems:
                row.problems, row.notes = verdict.problems, verdict.notes
                row.is_right = verdict.product is not None
                changed.append(row)
        SheetRow.objects.bulk_update(changed, ["problems", "notes", "is_right"])
        yield made


def _kept_rows(sheet: ProductSheet) -> Iterator[list[SheetRow]]:
    last = 0
    while rows := list(sheet.rows.filter(number__gt=last).order_by("number")[:BATCH]):
        yield rows
        last = rows[-1].number


def _wrong() -> Conflict:
    message = _("Some rows are wrong, so nothing was imported. Correct them or import the rest.")
    return Conflict("sheet_wrong", message)


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


def _locked_sheet(actor: User, sheet_id: UUID, *wanted: SheetState) -> ProductSheet:
    sheets = ProductSheet.objects.select_for_update(of=("self",)).select_related("manufacturer")
    sheet = sheets.filter(pk=sheet_id).first()
    if sheet is None:
        raise Http404
    policies.require_keep_catalogue(actor, sheet.manufacturer)
    if sheet.state in (wanted or (SheetState.CHECKED,)):
        return sheet
    if sheet.state == SheetState.READING:
        raise _unread()
    raise Conflict("sheet_settled", _("This sheet was imported or set aside already."))


def _unread() -> Conflict:
    return Conflict("sheet_unread", _("This sheet is still being checked."))


def _settle(sheet: ProductSheet, actor: User | None, state: SheetState) -> None:
    sheet.state, sheet.settled_at, sheet.settled_by = state, clock.now(), actor
    sheet.save(update_fields=["state", "settled_at", "settled_by", "imported", "wrong"])
