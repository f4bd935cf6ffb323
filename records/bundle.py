"""The folder an auditor takes home: records, documents, events, the log as hashes, `verify.py`.

It is a bag (BagIt 1.0, RFC 8493), so the tools of archives take it as it is. It proves itself with
nothing but Python: see `records/package/verify.py`, which is copied into it. The leaves of the
whole log travel along (hashes only), so the tree head can be computed and compared with the
checkpoint of an earlier visit, whatever the filter left out.
"""

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import bagit
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from commission.models import AgendaItem
from core.audit import ledger
from core.audit.models import Checkpoint, Event, LogLeaf
from core.base import clock
from core.base.spreadsheet import Receipt
from core.documents import storage
from core.documents.models import IssuedDocument
from licensing.models import Decision
from records import exports
from records.filters import Filter
from records.selectors import matching
from records.services import Export

SCHEMA = "dozvil.export.2"
#: The digests of everything beside the payload, the manifest of the payload among them.
MANIFEST = "tagmanifest-sha256.txt"
PACKAGE = Path(__file__).parent / "package"
VERIFIER = PACKAGE / "verify.py"


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
    export.receipt.seal((out / MANIFEST).read_bytes())
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
    _write_documents(out / "documents", found)
    _bag(out, wanted, purpose, Bundle(decisions, events))
    return Bundle(decisions, events)


def _write_documents(folder: Path, found: QuerySet[Decision]) -> None:
    """Write the sealed licences, refusals and protocols of the decisions, byte for byte."""
    folder.mkdir()
    protocols = found.order_by().values_list("commission_outcome__protocol_ref", flat=True)
    wanted = (
        Q(subject__in=_subjects("licence", found.filter(licence__isnull=False), "licence__id"))
        | Q(subject__in=_subjects("refusal", found.filter(refusal__isnull=False), "refusal__id"))
        | Q(kind="protocol", number__in=protocols)
    )
    documents = IssuedDocument.objects.filter(wanted).order_by("number").distinct()
    for number, sha256 in documents.values_list("number", "file__sha256").iterator():
        (folder / f"{number}.pdf").write_bytes(storage.open_bytes(sha256))


def _bag(out: Path, wanted: Filter, purpose: str, made: Bundle) -> None:
    """Turn the folder into a bag: what was written is its payload, what explains it its tags."""
    about = {
        "Source-Organization": "Dozvil",
        "Bagging-Date": clock.today().isoformat(),
        "External-Description": f"{made.decisions} decisions, {made.events} events",
        "Purpose": " ".join(purpose.split()),
        "Filter": json.dumps(wanted.as_data(), ensure_ascii=False),
    }
    info = {name: text for name, text in about.items() if text}
    bag = bagit.make_bag(str(out), info, checksums=["sha256"])
    for file in sorted(PACKAGE.iterdir()):
        if file.suffix in {".py", ".md"}:
            shutil.copyfile(file, out / file.name)
    bag.save(manifests=False)


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
