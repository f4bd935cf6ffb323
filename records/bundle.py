"""The folder an auditor takes home: records, events, the whole log as hashes, and `verify.py`.

The folder proves itself with nothing but Python: see `records/package/verify.py`, which is copied
into it. The leaves of the whole log travel along (hashes only), so the tree head can be computed
and compared with the checkpoint of an earlier visit, whatever the filter left out.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from commission.models import AgendaItem
from core.audit import ledger
from core.audit.models import Checkpoint, Event, LogLeaf
from core.base import clock
from core.base.spreadsheet import Receipt
from licensing.models import Decision
from records import exports
from records.filters import Filter
from records.selectors import matching
from records.services import Export

SCHEMA = "dozvil.export.1"
VERIFIER = Path(__file__).parent / "package" / "verify.py"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written."""

    decisions: int
    events: int


def write_bundle(out: Path, wanted: Filter, purpose: str = "") -> Bundle:
    """Write the folder for a filter; the installation itself exports, so nobody is asked.

    Events: `export.started`, then `export.completed` with the digest of the list of digests.
    """
    export = Export(actor=None, wanted=wanted, form="folder", purpose=purpose)
    export.start()
    out.mkdir(parents=True, exist_ok=True)
    try:
        made = _write(out, wanted, purpose)
    except BaseException:
        export.break_off()
        raise
    export.receipt.rows = made.decisions
    export.receipt.seal((out / "SHA256SUMS").read_bytes())
    export.complete()
    return made


def _write(out: Path, wanted: Filter, purpose: str) -> Bundle:
    ledger.sequence()
    checkpoint = Checkpoint.objects.order_by("size").last()
    assert checkpoint is not None  # the start of this export is an event already
    found = _covered(matching(None, wanted), checkpoint.size)
    decisions = _write_decisions(out, found)
    events = _write_lines(out / "events.jsonl", _events(found, checkpoint.size))
    _write_lines(out / "leaves.txt", _leaves(checkpoint.size))
    (out / "checkpoint.txt").write_text(checkpoint.note)
    about = {
        "schema": SCHEMA,
        "made_at": clock.now().isoformat(),
        "filter": wanted.as_data(),
        "purpose": purpose,
        "decisions": decisions,
        "events": events,
        "log_size": checkpoint.size,
    }
    (out / "export.json").write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n")
    shutil.copyfile(VERIFIER, out / "verify.py")
    _write_digests(out)
    return Bundle(decisions, events)


def _covered(found: QuerySet[Decision], size: int) -> QuerySet[Decision]:
    """Leave out what is decided after the checkpoint; keep what the ledger does not know at all.

    The second kind must not exist; if it does, `verify.py` has to see it and fail.
    """
    placed = exports.with_places(found)
    return placed.filter(Q(ledger_place__lt=size) | Q(ledger_place__isnull=True))


def _write_decisions(out: Path, found: QuerySet[Decision]) -> int:
    receipt = Receipt()
    for form in ("csv", "jsonl"):
        receipt = Receipt()
        with (out / f"decisions.{form}").open("wb") as file:
            file.writelines(exports.stream(form, found, receipt))
    return receipt.rows


def _events(found: QuerySet[Decision], size: int) -> Iterator[str]:
    """Yield the events of the selected cases, their licences, refusals and sittings, in order."""
    applications = found.values("application_id")
    sittings = AgendaItem.objects.filter(application_id__in=applications)
    about = (
        Q(subject__in=_subjects("case", found, "application_id"))
        | Q(subject__in=_subjects("licence", found.filter(licence__isnull=False), "licence__id"))
        | Q(subject__in=_subjects("refusal", found.filter(refusal__isnull=False), "refusal__id"))
        | Q(subject__in=_subjects("sitting", sittings, "sitting_id"))
    )
    rows = Event.objects.filter(about, place__index__lt=size).order_by("place__index")
    for index, body in rows.values_list("place__index", "body").iterator(chunk_size=2000):
        yield json.dumps({"index": index, "body": body}, ensure_ascii=False)


def _subjects(kind: str, rows: QuerySet, column: str) -> QuerySet:  # type: ignore[type-arg]
    name = Concat(Value(f"{kind}:"), Cast(column, CharField()), output_field=CharField())
    return rows.order_by().values_list(name, flat=True)


def _leaves(size: int) -> Iterator[str]:
    rows = LogLeaf.objects.filter(index__lt=size).order_by("index")
    for leaf in rows.values_list("leaf", flat=True).iterator(chunk_size=10_000):
        yield bytes(leaf).hex()


def _write_lines(path: Path, lines: Iterable[str]) -> int:
    count = 0
    with path.open("w", newline="\n") as file:
        for line in lines:
            file.write(f"{line}\n")
            count += 1
    return count


def _write_digests(out: Path) -> None:
    lines = [f"{_digest(file)}  {file.name}\n" for file in sorted(out.iterdir())]
    (out / "SHA256SUMS").write_text("".join(lines))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
