"""What lies in the evidence package: which rows, in which order, as which lines."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from asn1crypto import pem
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from commission.models import AgendaItem, Protocol
from core.audit import commitments
from core.audit.models import Event, LogLeaf
from core.documents import storage
from core.documents.models import IssuedDocument
from core.documents.sealing import sealer
from core.documents.signatures.selectors import signatures_on
from licensing.models import Decision, Revision
from records import redaction
from records.exports import oldest_first

CHUNK = 500
Found = QuerySet[Decision]


def documents(found: Found) -> QuerySet[IssuedDocument]:
    """Return the sealed licences, refusals, protocols and extracts behind the decisions."""
    protocols = found.order_by().values_list("commission_outcome__protocol_ref", flat=True)
    items = found.order_by().values_list(
        Concat(
            "commission_outcome__protocol_ref",
            Value("/"),
            Cast("commission_outcome__item", CharField()),
            output_field=CharField(),
        ),
        flat=True,
    )
    wanted = (
        Q(subject__in=_subjects("licence", found.filter(licence__isnull=False), "licence__id"))
        | Q(subject__in=_subjects("refusal", found.filter(refusal__isnull=False), "refusal__id"))
        | Q(kind="protocol", number__in=protocols)
        | Q(kind="extract", number__in=items)
    )
    return IssuedDocument.objects.filter(wanted).order_by("number").distinct()


def authorities() -> bytes:
    """Return the certificates to which genuine seals lead back, as PEM."""
    return b"".join(pem.armor("CERTIFICATE", one.dump()) for one in sealer().authorities())


def signatures(found: Found) -> Iterator[tuple[str, bytes]]:
    """Yield file names and bytes: qualified signatures as received, and the texts they are on.

    Each file is named by its own digest, so anybody can pair them by the events.
    """
    for subject, text in _signed_texts(found):
        for kept in signatures_on([subject]):
            yield f"{kept.text_sha256}.json", text.encode()
            ending = kept.file.name.rpartition(".")[2]
            yield f"{kept.file_sha256}.{ending}", storage.open_bytes(kept.file_sha256)


def _signed_texts(found: Found) -> Iterator[tuple[str, str]]:
    """Yield what people may have signed: declared texts, and protocols of the sittings."""
    applications = found.order_by().values("application_id")
    for revision in Revision.objects.filter(application__in=applications).iterator(CHUNK):
        yield revision.subject, revision.text
    heard = AgendaItem.objects.filter(application__in=applications).values("sitting")
    for protocol in Protocol.objects.filter(sitting__in=heard).iterator(CHUNK):
        yield protocol.subject, protocol.record_text


def events(found: Found, size: int) -> Iterator[str]:
    """Yield the events of the selected cases, their papers and sittings, in log order."""
    applications = found.order_by().values("application_id")
    sittings = AgendaItem.objects.filter(application_id__in=applications)
    about = (
        Q(subject__in=_subjects("case", found, "application_id"))
        | Q(subject__in=_subjects("licence", found.filter(licence__isnull=False), "licence__id"))
        | Q(subject__in=_subjects("refusal", found.filter(refusal__isnull=False), "refusal__id"))
        | Q(subject__in=_subjects("sitting", sittings, "sitting_id"))
        | Q(verb="document.issued", number__in=documents(found).values("number"))
    )
    yield from placed(Event.objects.filter(about, place__index__lt=size))


def register(size: int) -> Iterator[str]:
    """Yield every decision of the log by its event: what a filter left out can be counted."""
    yield from placed(Event.objects.filter(verb="case.decided", place__index__lt=size))


def placed(rows: QuerySet[Event]) -> Iterator[str]:
    """Yield events as lines with their places, in the order of the log."""
    ordered = rows.order_by("place__index").values_list("place__index", "body")
    for index, body in ordered.iterator(chunk_size=2000):
        yield _line({"index": index, "body": body})


def leaves(size: int) -> Iterator[str]:
    """Yield the hashes of the whole log."""
    rows = LogLeaf.objects.filter(index__lt=size).order_by("index")
    for leaf in rows.values_list("leaf", flat=True).iterator(chunk_size=10_000):
        yield bytes(leaf).hex()


def write_redacted(out: Path, found: Found, size: int, grounds: Sequence[str], watch: Any) -> int:
    """Write the records with parts withheld and the events that prove them; count the events."""
    rows = oldest_first(found).values_list("number", "text", "sha256", "salt")

    def lines() -> Iterator[str]:
        for number, text, sha256, salt in rows.iterator(chunk_size=CHUNK):
            yield _line(redacted(number, text, sha256, bytes(salt), grounds))
            watch.advance()

    write_lines(out / "redacted.jsonl", lines())
    decided = Event.objects.filter(
        verb="case.decided",
        subject__in=_subjects("case", found, "application_id"),
        place__index__lt=size,
    )
    numbers = set(found.order_by().values_list("number", flat=True))
    chosen = (line for line in placed(decided) if _decision_of(line) in numbers)
    return write_lines(out / "events.jsonl", chosen)


def redacted(
    number: str, text: str, sha256: str, secret: bytes, grounds: Sequence[str]
) -> dict[str, object]:
    """Return one record with the parts of the grounds withheld; the rest proves the same leaf."""
    content = json.loads(text)
    shown, withheld = redaction.split(commitments.parts(content), grounds)
    return {
        "schema": "dozvil.redacted.1",
        "decision": number,
        "record_sha256": sha256,
        "commitment": commitments.commitment(content, secret),
        "shown": [[commitments.salt_of(secret, path), path, value] for path, value in shown],
        "withheld": [
            {
                "path": path,
                "ground": ground,
                "digest": commitments.part_digest(commitments.salt_of(secret, path), path, value),
            }
            for path, value, ground in withheld
        ],
    }


def write_lines(path: Path, lines: Iterable[str]) -> int:
    """Write lines ended by LF and return how many."""
    count = 0
    with path.open("w", newline="\n") as file:
        for line in lines:
            file.write(f"{line}\n")
            count += 1
    return count


def _decision_of(line: str) -> str:
    return str(json.loads(json.loads(line)["body"])["data"]["decision"])


def _line(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


def _subjects(kind: str, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    name = Concat(Value(f"{kind}:"), Cast(column, CharField()), output_field=CharField())
    return rows.order_by().values_list(name, flat=True)
