"""The register as a stream: one row a decision, flat memory, the same columns in every form.

CSV is the view for people; JSON Lines also carries the exact canonical texts, so that digests can
be computed again by anybody.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from core.audit.models import Event
from core.base.spreadsheet import (
    CSV_TYPE,
    JSON_LINES_TYPE,
    Receipt,
    write_csv,
    write_json_lines,
)
from core.base.spreadsheet import Value as Cell
from core.base.workbook import XLSX_TYPE, write_xlsx
from licensing.models import Decision
from records.deliberation import votes_of
from records.services import Export

CHUNK = 500

# Name in the file → where it comes from. Names are a contract: add at the end, never rename.
SOURCES: dict[str, str] = {
    "decision": "number",
    "case": "application__number",
    "applicant": "application__manufacturer__name_uk",
    "applicant_edrpou": "application__manufacturer__edrpou",
    "destination": "application__destination",
    "outcome": "outcome",
    "decided_at": "decided_at",
    "decided_by": "decided_by__name_uk",
    "revision": "revision__number",
    "revision_sha256": "revision__sha256",
    "commission_outcome": "commission_outcome__outcome",
    "sitting_on": "commission_outcome__held_on",
    "protocol": "commission_outcome__protocol_ref",
    "protocol_item": "commission_outcome__item",
    "licence": "licence__number",
    "licence_valid_until": "licence__valid_until",
    "licence_state": "licence__state",
    "licence_sha256": "licence__record_sha256",
    "refusal": "refusal__number",
    "refusal_sha256": "refusal__record_sha256",
    "record_sha256": "sha256",
    "ledger_place": "ledger_place",
}
VOTES = ("votes_for", "votes_against", "votes_abstain")
COLUMNS = (*SOURCES, *VOTES)
# The lossless texts, in JSON Lines only.
TEXTS: dict[str, str] = {
    "record": "text",
    "licence_record": "licence__record_text",
    "refusal_record": "refusal__record_text",
}

Writer = Callable[[Sequence[str], Iterable[Sequence[Cell]], Receipt], Iterator[bytes]]


def csv_rows(found: QuerySet[Decision]) -> Iterator[list[Any]]:
    """Yield the cells of `COLUMNS` for each decision, read with a server-side cursor."""
    yield from _rows(found, ())


def full_rows(found: QuerySet[Decision]) -> Iterator[list[Any]]:
    """Yield the cells of `COLUMNS` and then the exact texts of `TEXTS`."""
    yield from _rows(found, tuple(TEXTS.values()))


def _rows(found: QuerySet[Decision], texts: tuple[str, ...]) -> Iterator[list[Any]]:
    names = [*SOURCES.values(), "commission_outcome__text", *texts]
    width = len(SOURCES)
    rows = with_places(found).values_list(*names)
    for row in rows.iterator(chunk_size=CHUNK):
        yield [*row[:width], *votes_of(row[width]), *row[width + 1 :]]


def with_places(found: QuerySet[Decision]) -> QuerySet[Decision]:
    """Add the place in the ledger of the event that holds the digest of each decision."""
    subject = Concat(
        Value("case:"), Cast(OuterRef("application_id"), CharField()), output_field=TextField()
    )
    event = Event.objects.filter(
        Q(body__contains=OuterRef("sha256")), verb="case.decided", subject=subject
    )
    return found.annotate(ledger_place=Subquery(event.values("place__index")[:1]))


def oldest_first(found: QuerySet[Decision]) -> QuerySet[Decision]:
    """Return the selection in the order of time, as files are read."""
    return found.order_by(F("decided_at").asc(), F("id").asc())


FORMS: dict[str, tuple[str, str]] = {
    "csv": (CSV_TYPE, "csv"),
    "xlsx": (XLSX_TYPE, "xlsx"),
    "jsonl": (JSON_LINES_TYPE, "jsonl"),
}


def stream(
    form: str, found: QuerySet[Decision], receipt: Receipt, columns: Sequence[str] = ()
) -> Iterator[bytes]:
    """Yield the bytes of one file; `form` is a key of `FORMS`, no columns means all of them."""
    ordered = oldest_first(found)
    if form == "jsonl":
        return write_json_lines((*COLUMNS, *TEXTS), full_rows(ordered), receipt)
    writer: Writer = write_xlsx if form == "xlsx" else write_csv
    chosen = [name for name in COLUMNS if name in columns] or list(COLUMNS)
    places = [COLUMNS.index(name) for name in chosen]
    rows = ([row[place] for place in places] for row in csv_rows(ordered))
    return writer(chosen, rows, receipt)


def logged_stream(export: Export, found: QuerySet[Decision]) -> Iterator[bytes]:
    """Yield the file and write down at its end what left, or that it was broken off."""
    export.start()
    whole = False
    try:
        yield from stream(export.form, found, export.receipt, export.columns)
        whole = True
    finally:
        if whole:
            export.complete()
        else:
            export.break_off()
