"""What the desk writes: that somebody read, exported or verified. Nothing else is ever written.

These events are written by GET requests, the one exception to "reading changes nothing": the
reading log is the point (design, section 2: each read is logged).
"""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from core.accounts.models import User
from core.audit import witnesses
from core.audit.log import record
from core.audit.models import Event, WitnessReceipt
from core.audit.verify import Report, verify_ledger
from core.base.spreadsheet import Receipt
from licensing.models import Decision
from records import policies
from records.filters import Filter
from records.selectors import LEDGER


@transaction.atomic
def log_reading(*, actor: User, decision: Decision) -> None:
    """Write down that a person opened a decision record. Event: `records.read`.

    The caller has asked the policy: the decision came through a scoped selector.
    """
    record(
        actor=actor,
        verb="records.read",
        subject=f"decision:{decision.pk}",
        number=decision.number,
        data={"sha256": decision.sha256},
    )


def verify_now(*, actor: User) -> Report:
    """Run the whole proof of the ledger and write down how it ended.

    Only an auditor; a refusal is raised before anything runs. Event: `records.verified`.
    """
    policies.authorise_export(actor)
    started = time.monotonic()
    report = verify_ledger()
    first = str(report.findings[0]) if report.findings else ""
    with transaction.atomic():
        record(
            actor=actor,
            verb="records.verified",
            subject=LEDGER,
            data={
                "ok": report.ok,
                "events": report.events,
                "checkpoints": report.checkpoints,
                "root": report.root.hex(),
                "findings": len(report.findings),
                "first": first[:500],
                "milliseconds": int((time.monotonic() - started) * 1000),
            },
        )
    return report


def keep_receipt(*, actor: User, text: str) -> list[WitnessReceipt]:
    """Keep what a witness signed. Only an auditor. Event: `ledger.witnessed`."""
    policies.authorise_export(actor)
    return witnesses.accept(actor=actor, text=text)


@dataclass
class Export:
    """One export from its first to its last byte; both ends are events.

    The first event comes before any data leaves, so that a copy that was broken off is still a
    known copy; the last one says what left: rows, bytes and the digest of the file.
    """

    actor: User | None
    wanted: Filter
    form: str
    purpose: str = ""
    columns: Sequence[str] = ()
    """Chosen columns; none means all."""
    receipt: Receipt = field(default_factory=Receipt)
    id: uuid.UUID = field(default_factory=uuid.uuid4)

    def start(self) -> None:
        """Event: `export.started`. The caller has asked the policy."""
        self._write("export.started", {})

    def count(self, found: dict[str, object]) -> Event:
        """Write down what the filter found, so that the log vouches for it: `export.counted`."""
        return self._write("export.counted", found)

    def complete(self) -> None:
        """Event: `export.completed`."""
        self._write("export.completed", self._result() | {"sha256": self.receipt.sha256})

    def break_off(self) -> None:
        """Event: `export.broken_off`: the reader went away or the stream failed."""
        self._write("export.broken_off", self._result())

    def _result(self) -> dict[str, object]:
        return {
            "rows": self.receipt.rows,
            "bytes": self.receipt.size,
            "escaped_cells": self.receipt.escaped,
        }

    @transaction.atomic
    def _write(self, verb: str, data: dict[str, object]) -> Event:
        return record(
            actor=self.actor,
            verb=verb,
            subject=f"export:{self.id}",
            data={
                "format": self.form,
                "filter": self.wanted.as_data(),
                "columns": list(self.columns),
                "purpose": self.purpose,
                **data,
            },
        )
