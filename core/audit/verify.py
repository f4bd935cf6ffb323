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

__all__ = ["Finding", "Report", "Verifier", "verify_ledger"]

COLUMNS = ("actor", "at", "verb", "subject", "number")
INSTANT = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'

EVERYTHING = """
    SELECT place.index, place.event_id, place.leaf = event.leaf, event.id, event.leaf,
           convert_to(event.body, 'UTF8'), waiting.event_id IS NOT NULL,
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
    leaf: memoryview | None
    body: memoryview | None
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
    report.findings += _verify_log(report, taken_home)
    for path in settings.LEDGER_VERIFIERS:
        verifier: Verifier = import_string(path)
        report.findings += verifier()
    return report


def _verify_log(report: Report, taken_home: str | None) -> Iterator[Finding]:
    claims = Claims(taken_home)
    yield from claims.problems
    report.checkpoints = len(claims.heads)
    frontier = Frontier()
    for row in _rows():
        yield from _check_row(row, frontier.size, report)
        if row.position is None:
            continue
        # The tree grows from the text itself, so that a changed text also breaks the heads.
        frontier.append(leaf_hash(bytes(row.body)) if row.body is not None else bytes(32))
        yield from claims.check(frontier)
    report.placed, report.root = frontier.size, frontier.root()
    yield from claims.check_ends(frontier.size)


def _rows() -> Iterator[Row]:
    """All events with their places, streamed in log order from one snapshot."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(EVERYTHING, [INSTANT])
        yield from map(Row._make, cursor)


def _check_row(row: Row, expected: int, report: Report) -> Iterator[Finding]:
    if row.position is not None and row.position != expected:
        problem = _("the log jumps: this place should be number %(expected)d")
        yield Finding(_place(row), problem % {"expected": expected})
    if row.event is None:
        problem = _("names event %(event)d, which no longer exists")
        yield Finding(_place(row), problem % {"event": row.named_event})
        return
    report.events += 1
    yield from _check_place(row, report)
    yield from _check_text(row)


def _check_place(row: Row, report: Report) -> Iterator[Finding]:
    if row.position is None:
        report.waiting += row.waits
        if not row.waits:
            yield Finding(_place(row), _("has no place in the log and does not wait for one"))
    elif not row.same_leaf:
        yield Finding(_place(row), _("its hash differs from the one the log holds"))


def _check_text(row: Row) -> Iterator[Finding]:
    body = bytes(row.body or b"")
    if row.leaf is None or leaf_hash(body) != bytes(row.leaf):
        yield Finding(_place(row), _("its text is not the text that was hashed when it happened"))
        return
    content = _content(body)
    if content is None:
        yield Finding(_place(row), _("its text is not the record of an event"))
        return
    for column, shown in zip(COLUMNS, row[7:], strict=True):
        if content.get(column) != shown:
            problem = _("the column %(column)s shows %(shown)s, but the text says %(text)s")
            values = {"column": column, "shown": shown, "text": content.get(column)}
            yield Finding(_place(row), problem % values)


def _content(body: bytes) -> dict[str, object] | None:
    try:
        content = json.loads(body)
    except ValueError:
        return None
    return content if isinstance(content, dict) else None


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
