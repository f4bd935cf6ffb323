"""The folder an auditor takes home: records, documents, events, the log as hashes, `verify.py`.

It is a bag (BagIt 1.0, RFC 8493), so the tools of archives take it as it is. It proves itself with
nothing but Python: see `records/package/verify.py`, which is copied into it. The leaves of the
whole log travel along (hashes only), so the tree head can be computed and compared with the
checkpoint of an earlier visit, whatever the filter left out.

That nothing was left out is in the log too: before the head is signed, an event says which filter
was asked and how much it found, and `register.jsonl` holds every decision of the log by its event.
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import bagit
from django.db.models import Q, QuerySet

from core.accounts.models import User
from core.audit import keys, ledger, witnesses
from core.audit.models import Checkpoint, Event
from core.audit.selectors import consistency_proof
from core.base import clock
from core.base.spreadsheet import Receipt
from core.documents import stamps, storage
from records import contents, exports
from records.filters import Filter
from records.selectors import matching
from records.services import Export

SCHEMA = "dozvil.export.3"
#: The digests of everything beside the payload, the manifest of the payload among them.
MANIFEST = "tagmanifest-sha256.txt"
PACKAGE = Path(__file__).parent / "package"
VERIFIER = PACKAGE / "verify.py"


class Watch(Protocol):
    """Whoever waits for the folder: told how much there is, and of each piece that is done."""

    def expect(self, total: int) -> None:
        """There is so much to do."""

    def advance(self, by: int = 1) -> None:
        """So much more is done; may raise to end the work."""


class Nobody:
    """Nobody waits."""

    def expect(self, total: int) -> None:
        """Let it pass."""

    def advance(self, by: int = 1) -> None:
        """Let it pass."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for; with grounds, a copy in which their parts are withheld."""

    wanted: Filter
    purpose: str = ""
    withheld: Sequence[str] = ()
    actor: User | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written."""

    decisions: int
    events: int


def write_bundle(out: Path, wanted: Filter, purpose: str = "") -> Bundle:
    """Write the folder for a filter; the installation itself exports, so nobody is asked."""
    return fill(out, Order(wanted, purpose), Nobody())


def fill(out: Path, order: Order, watch: Watch) -> Bundle:
    """Write the folder. The caller has asked the policy.

    Events: `export.started`, `export.counted` (what the filter found), then `export.completed`
    with the digest of the list of digests.
    """
    form = "redacted" if order.withheld else "folder"
    export = Export(actor=order.actor, wanted=order.wanted, form=form, purpose=order.purpose)
    export.start()
    out.mkdir(parents=True, exist_ok=True)
    try:
        made = _write(out, order, export, watch)
    except BaseException:
        export.break_off()
        raise
    export.receipt.rows = made.decisions
    export.receipt.seal((out / MANIFEST).read_bytes())
    export.complete()
    return made


def _write(out: Path, order: Order, export: Export, watch: Watch) -> Bundle:
    ledger.sequence()
    begin = _head().size
    found = _covered(matching(order.actor, order.wanted), begin)
    decisions = found.count()
    papers = contents.documents(found) if not order.withheld else None
    watch.expect(decisions + (papers.count() if papers else 0))
    if papers is None:
        events = contents.write_redacted(out, found, begin, order.withheld, watch)
    else:
        events = _write_whole(out, found, begin, papers, watch)
    register = contents.write_lines(out / "register.jsonl", contents.register(begin))
    counted = {
        "filter": order.wanted.as_data(),
        "decisions": decisions,
        "events": events,
        "register": register,
        "redacted": list(order.withheld),
    }
    event = export.count(counted)
    ledger.sequence()
    _write_log(out, event)
    about = {"schema": SCHEMA, "made_at": clock.now().isoformat(), "purpose": order.purpose}
    text = json.dumps(about | counted, ensure_ascii=False, indent=1)
    (out / "export.json").write_text(f"{text}\n")
    _bag(out, order, Bundle(decisions, events))
    return Bundle(decisions, events)


def _write_whole(
    out: Path,
    found: QuerySet,  # type: ignore[type-arg]
    size: int,
    papers: QuerySet,  # type: ignore[type-arg]
    watch: Watch,
) -> int:
    """Write records, table, events and the sealed documents byte for byte; count the events."""
    for form in ("csv", "jsonl"):
        with (out / f"decisions.{form}").open("wb") as file:
            file.writelines(exports.stream(form, found, Receipt()))
    watch.advance(found.count())
    folder = out / "documents"
    folder.mkdir()
    for number, sha256 in papers.values_list("number", "file__sha256").iterator():
        name = number.replace("/", "-")
        (folder / f"{name}.pdf").write_bytes(storage.open_bytes(sha256))
        watch.advance()
    certificates = out / "certs"
    certificates.mkdir()
    (certificates / "authority.pem").write_bytes(contents.authorities())
    _write_signatures(out / "signatures", found)
    return contents.write_lines(out / "events.jsonl", contents.events(found, size))


def _write_signatures(folder: Path, found: QuerySet) -> None:  # type: ignore[type-arg]
    for name, content in contents.signatures(found):
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


def _head() -> Checkpoint:
    checkpoint = Checkpoint.objects.order_by("size").last()
    assert checkpoint is not None  # the start of this export is an event already
    return checkpoint


def _covered(found: QuerySet, size: int) -> QuerySet:  # type: ignore[type-arg]
    """Leave out what is decided after the checkpoint; keep what the ledger does not know at all.

    The second kind must not exist; if it does, `verify.py` has to see it and fail.
    """
    placed = exports.with_places(found)
    return placed.filter(Q(ledger_place__lt=size) | Q(ledger_place__isnull=True))


def _write_log(out: Path, counted: Event) -> None:
    """Write the log as hashes, its head, its key, the receipts, and the event of the count."""
    head = _head()
    contents.write_lines(out / "leaves.txt", contents.leaves(head.size))
    contents.write_lines(
        out / "counted.jsonl", contents.placed(Event.objects.filter(pk=counted.pk))
    )
    (out / "checkpoint.txt").write_text(head.note)
    log = out / "log"
    log.mkdir()
    (log / "key.txt").write_text(f"{keys.signing_key().verifying}\n")
    if stamp := stamps.newest():
        (log / "stamp.txt").write_text(stamp.checkpoint.note)
        (log / "stamp.tst").write_bytes(bytes(stamp.token))
    rows = (
        json.dumps(
            {
                "witness": receipt.key,
                "note": f"{receipt.checkpoint.note}{receipt.line}\n",
                "consistency": [
                    step.hex() for step in consistency_proof(receipt.checkpoint_id, head.size)
                ],
            },
            ensure_ascii=False,
        )
        for receipt in witnesses.latest_receipts()
    )
    contents.write_lines(log / "receipts.jsonl", rows)


def _bag(out: Path, order: Order, made: Bundle) -> None:
    """Turn the folder into a bag: what was written is its payload, what explains it its tags."""
    about = {
        "Source-Organization": "Dozvil",
        "Bagging-Date": clock.today().isoformat(),
        "External-Description": f"{made.decisions} decisions, {made.events} events",
        "Purpose": " ".join(order.purpose.split()),
        "Filter": json.dumps(order.wanted.as_data(), ensure_ascii=False),
        "Withheld": ", ".join(order.withheld),
    }
    info = {name: text for name, text in about.items() if text}
    bag = bagit.make_bag(str(out), info, checksums=["sha256"])
    for file in sorted(PACKAGE.iterdir()):
        if file.suffix in {".py", ".md"}:
            shutil.copyfile(file, out / file.name)
    bag.save(manifests=False)
