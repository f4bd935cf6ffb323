"""Time-stamps of an authority (RFC 3161) on the head of the ledger, renewed before they lapse.

The ledger holds the digest of every sealed document, so one stamp on its head proves all of them at
once: what an archive time-stamp does for one file (ETSI EN 319 142-1, PAdES-LTA). No sealed file is
ever touched for it. Each stamp is an event, so the next one also covers the one before: as long as
somebody stamps anew before a certificate ends, the chain reaches back to the first.
"""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import cms, x509
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from core.audit import ledger
from core.audit.findings import Finding
from core.audit.log import record
from core.audit.models import Checkpoint, Event
from core.audit.selectors import latest_checkpoint
from core.base import canonical, clock
from core.documents.models import LogStamp
from core.documents.sealing import timestamper

#: A new head is stamped at least so often, and so long before the newest certificate ends.
EVERY = timedelta(days=7)
AHEAD = timedelta(days=90)
SUBJECT = "ledger"


class BadStamp(Exception):
    """What the authority sent is not a stamp on what was asked."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """When the next stamp is due, and until when the newest one can be relied on."""

    due_at: datetime
    last: LogStamp | None


def next_stamp() -> Renewal | None:
    """Return when the head of the ledger is to be stamped; None where no authority is configured.

    Deadlines and alarms read it here.
    """
    if timestamper() is None:
        return None
    last = LogStamp.objects.order_by("stamped_at").last()
    if last is None:
        return Renewal(clock.now(), None)
    return Renewal(min(last.stamped_at + EVERY, last.reliable_until - AHEAD), last)


def renew() -> LogStamp | None:
    """Stamp the head of the ledger when it is due; safe to run twice. Event: `ledger.stamped`.

    Raises what the network raises: the next run of the worker tries again.
    """
    renewal = next_stamp()
    if renewal is None or clock.now() < renewal.due_at:
        return None
    ledger.sequence()
    head = latest_checkpoint()
    stamper = timestamper()
    if head is None or stamper is None or head.pk == (renewal.last and renewal.last.checkpoint_id):
        return None
    digest = hashlib.sha256(head.note.encode()).digest()
    token = asyncio.run(stamper.async_timestamp(digest, "sha256")).dump()
    return _keep(head, token)


def read(token: bytes, note: str) -> tuple[datetime, x509.Certificate]:
    """Return the instant of a stamp and its authority's certificate.

    Raises BadStamp unless the signature holds and covers exactly this text. Whether the authority
    is to be trusted is not judged here: `openssl ts -verify` asks that of a certificate of yours.
    """
    try:
        signed = cms.ContentInfo.load(token)["content"]
        found = asyncio.run(
            validate_tst_signed_data(
                signed,
                ValidationContext(trust_roots=[], allow_fetching=False),
                lambda name: hashlib.new(name, note.encode()).digest(),
            )
        )
    except (SignatureValidationError, ValueError, TypeError, KeyError) as error:
        raise BadStamp from error
    if not (found["intact"] and found["valid"]):
        raise BadStamp
    return found["timestamp"], found["signing_cert"]


def verify_stamps() -> list[Finding]:
    """Return what does not hold: stamps that are not on their head, or not in the log."""
    findings = []
    for stamp in LogStamp.objects.select_related("checkpoint").order_by("stamped_at"):
        place = _("time-stamp of %(at)s") % {"at": stamp.stamped_at.isoformat()}
        try:
            read(bytes(stamp.token), stamp.checkpoint.note)
        except BadStamp:
            findings.append(Finding(place, _("it is not a stamp on its checkpoint")))
        named = Event.objects.filter(verb="ledger.stamped", body__contains=stamp.sha256)
        if canonical.digest(bytes(stamp.token)) != stamp.sha256 or not named.exists():
            findings.append(Finding(place, _("the ledger does not know it")))
    return findings


def newest() -> LogStamp | None:
    """Return the newest stamp with its checkpoint, or None."""
    return LogStamp.objects.select_related("checkpoint").order_by("stamped_at").last()


def _keep(head: Checkpoint, token: bytes) -> LogStamp:
    stamped_at, certificate = read(token, head.note)
    stamp = LogStamp(
        checkpoint=head,
        token=token,
        sha256=canonical.digest(token),
        authority=certificate.subject.human_friendly[:200],
        stamped_at=stamped_at,
        reliable_until=certificate.not_valid_after,
    )
    try:
        with transaction.atomic():
            stamp.save(force_insert=True)
            record(
                actor=None,
                verb="ledger.stamped",
                subject=SUBJECT,
                data={
                    "sha256": stamp.sha256,
                    "size": head.size,
                    "authority": stamp.authority,
                    "stamped_at": stamp.stamped_at,
                    "reliable_until": stamp.reliable_until,
                },
            )
    except IntegrityError:
        return LogStamp.objects.get(checkpoint=head)
    return stamp
