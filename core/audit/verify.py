"""Proves the log against itself, as an auditor would: bodies, hashes, order, tree heads.

Nothing stored is believed: every leaf is hashed again from the bytes of its text, the tree is
rebuilt and compared with every signed checkpoint. Upper apps add their own proofs through
``settings.LEDGER_VERIFIERS``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.audit.claims import Claims
from core.audit.findings import Finding
from core.audit.merkle import Frontier, leaf_hash
from core.audit.witnesses import verify_receipts

__all__ = ["Finding", "Report", "Verifier", "verify_ledger"]

COLUMNS = ("actor", "at", "verb", "subject", "number")
COLUMNS_FROM = 7
DECODER = json.JSONDecoder()
INSTANT = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'

EVERYTHING = """
    SELECT place.index, place.event_id, place.leaf = event.leaf,
           event.id, encode(event.leaf, 'hex'),
           event.body, waiting.event_id IS NOT NULL,
           event.actor_id::text, to_char(event.at AT TIME ZONE 'UTC', %s),
           event.verb, event.subject, event.number
    FROM audit_logleaf place
    FULL JOIN audit_event event ON event.id = place.event_id
    LEFT JOIN audit_pendingevent waiting ON waiting.event_id = event.id
    ORDER BY place.index NULLS LAST, event.id
"""


class Verifier(Protocol):
    """A proof that an upper app adds: yields what is broken, nothing when all holds."""

    def __call__(self) -> Iterable[Finding]:
        """Yield what is broken."""
        ...


@dataclass
class Report:
    """What was looked at and what was found."""

    events: int = 0
    placed: int = 0
    waiting: int = 0
    checkpoints: int = 0
    root: bytes = b""
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Nothing broken was found."""
        return not self.findings


class Row(NamedTuple):
    """An event beside its place in the log; either side may be missing."""

    position: int | None
    named_event: int | None
    same_leaf: bool | None
    event: int | None
    leaf: str | None
    body: str | None
    waits: bool
    actor: str | None
    at: str
    verb: str
    subject: str
    number: str


def verify_ledger(taken_home: str | None = None) -> Report:
    """Check the whole log and whatever upper apps registered; never writes.

    ``taken_home`` is the note of a checkpoint that an auditor kept since an earlier visit: the
    log of today must still contain exactly what it covered.
    """
    report = Report()
    report.findings += verify_log(report, taken_home)
    report.findings += verify_receipts()
    for path in settings.LEDGER_VERIFIERS:
        verifier: Verifier = import_string(path)
        report.findings += verifier()
    return report


def verify_log(report: Report, taken_home: str | None) -> Iterator[Finding]:
    """Yield what is broken in the log alone, and count into `report` what was read."""
    claims = Claims(taken_home)
    yield from claims.problems
    report.checkpoints = len(claims.heads)
    frontier = Frontier()
    for row in _rows():
        # The tree grows from the text itself, so that a changed text also breaks the heads.
        leaf = leaf_hash(row.body.encode()) if row.body is not None else bytes(32)
        if _holds(row, frontier.size, leaf):
            report.events += 1
        else:
            yield from _explain(row, frontier.size, leaf, report)
        if row.position is not None:
            frontier.append(leaf)
            yield from claims.check(frontier)
    report.placed, report.root = frontier.size, frontier.root()
    yield from claims.check_ends(frontier.size)


def _rows() -> Iterator[Row]:
    """All events with their places, streamed in log order from one snapshot."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(EVERYTHING, [INSTANT])
        yield from map(Row._make, cursor)


def _holds(row: Row, expected: int, leaf: bytes) -> bool:
    """The quick answer for the many rows where everything is right."""
    return (
        row.position == expected
        and row.same_leaf is True
        and row.leaf == leaf.hex()
        and _shown_otherwise(row) == []
    )


def _explain(row: Row, expected: int, leaf: bytes, report: Report) -> Iterator[Finding]:
    if row.position is not None and row.position != expected:
        problem = _("the log jumps: this place should be number %(expected)d")
        yield Finding(_place(row), problem % {"expected": expected})
    if row.event is None:
        problem = _("names event %(event)d, which no longer exists")
        yield Finding(_place(row), problem % {"event": row.named_event})
        return
    report.events += 1
    report.waiting += row.position is None and row.waits
    yield from _check_place(row)
    yield from _check_text(row, leaf)


def _check_place(row: Row) -> Iterator[Finding]:
    if row.position is None and not row.waits:
        yield Finding(_place(row), _("has no place in the log and does not wait for one"))
    if row.same_leaf is False:
        yield Finding(_place(row), _("its hash differs from the one the log holds"))


def _check_text(row: Row, leaf: bytes) -> Iterator[Finding]:
    differences = _shown_otherwise(row)
    if row.leaf != leaf.hex():
        yield Finding(_place(row), _("its text is not the text that was hashed when it happened"))
    elif differences is None:
        yield Finding(_place(row), _("its text is not the record of an event"))
    else:
        problem = _("the column %(column)s shows %(shown)s, but the text says %(text)s")
        yield from (Finding(_place(row), problem % difference) for difference in differences)


def _shown_otherwise(row: Row) -> list[dict[str, object]] | None:
    """Columns that do not repeat what the text says; None when the text is no record."""
    content = _content(row.body or "")
    if content is None:
        return None
    if tuple(map(content.get, COLUMNS)) == row[COLUMNS_FROM:]:
        return []
    return [
        {"column": column, "shown": shown, "text": content.get(column)}
        for column, shown in zip(COLUMNS, row[COLUMNS_FROM:], strict=True)
        if content.get(column) != shown
    ]


def _content(body: str) -> dict[str, object] | None:
    try:
        content, end = DECODER.raw_decode(body)
    except ValueError:
        return None
    return content if isinstance(content, dict) and end == len(body) else None


def _place(row: Row) -> str:
    if row.event is None:
        return _("log place %(position)s") % {"position": row.position}
    name = _("event %(event)d (%(verb)s %(number)s)") % {
        "event": row.event,
        "verb": row.verb,
        "number": row.number or row.subject,
    }
    if row.position is None:
        return name
    return _("log place %(position)d, %(name)s") % {"position": row.position, "name": name}
