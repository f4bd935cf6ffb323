"""The protocol: draft → circulated → approved → signed by chair and secretary → sealed, extracts.

Every version is generated from the rows and typed by nobody. What was approved is signed as it
stands; a worker seals the document from the record as it was kept (records.md A7).
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from commission import minutes, policies
from commission.models import (
    AgendaItem,
    Extract,
    ItemState,
    Office,
    Protocol,
    ProtocolComment,
    ProtocolSignature,
    ProtocolState,
    ProtocolVersion,
    Sitting,
)
from commission.services._database import TAKEN, explained, lock_sitting
from core.accounts.models import User
from core.audit.log import record
from core.base import canonical, clock
from core.base.errors import Conflict, InvalidInput
from core.documents.models import IssuedDocument
from core.documents.services import issue_document
from core.notifications import outbox
from core.notifications.messages import notify
from core.notifications.texts import Kind

ISSUE_PROTOCOL = "commission.issue_protocol"
ISSUE_EXTRACT = "commission.issue_extract"


def write_version(actor: User, sitting: Sitting) -> ProtocolVersion:
    """Generate the protocol of a locked, closed sitting as its rows stand now."""
    text = canonical.dumps(minutes.protocol_record(sitting))
    version = ProtocolVersion.objects.create(
        sitting=sitting,
        number=sitting.versions.count() + 1,
        record_text=text,
        sha256=canonical.digest(text),
        made_by=actor,
        made_at=clock.now(),
    )
    _move(sitting, ProtocolState.DRAFT)
    return version


def _move(sitting: Sitting, state: ProtocolState) -> None:
    if sitting.protocol_state != state:
        sitting.protocol_state = state
        sitting.save(update_fields=["protocol_state"])


def _lock(sitting_id: UUID, *states: ProtocolState) -> Sitting:
    sitting = lock_sitting(sitting_id)
    if sitting.protocol_state not in states:
        raise Conflict("protocol_elsewhere", _("The protocol is not at this step now."))
    return sitting


@transaction.atomic
def revise(*, actor: User, sitting_id: UUID) -> ProtocolVersion:
    """Generate the protocol anew after corrections; a circulated one becomes a draft again.

    Event: `protocol.revised`. Raises NotAllowed, Conflict when nothing differs.
    """
    sitting = _lock(sitting_id, ProtocolState.DRAFT, ProtocolState.CIRCULATED)
    policies.require(policies.may_keep_protocol(actor, sitting))
    before = last_version(sitting)
    version = write_version(actor, sitting)
    if version.sha256 == before.sha256:
        raise Conflict("nothing_changed", _("Nothing in the record changed since this version."))
    _record(actor, "protocol.revised", sitting, {"version": version.number, "sha": version.sha256})
    return version


@transaction.atomic
def circulate(*, actor: User, sitting_id: UUID) -> Sitting:
    """Send the draft to everybody who sat through all its items, for comments.

    Event: `protocol.circulated`. Raises NotAllowed, Conflict.
    """
    sitting = _lock(sitting_id, ProtocolState.DRAFT)
    policies.require(policies.may_keep_protocol(actor, sitting))
    version = last_version(sitting)
    _move(sitting, ProtocolState.CIRCULATED)
    _record(actor, "protocol.circulated", sitting, {"version": version.number})
    _notify(sitting, Kind.PROTOCOL_CIRCULATED, policies.readers_of_protocol(sitting), version)
    return sitting


@transaction.atomic
def comment(*, actor: User, sitting_id: UUID, text: str) -> ProtocolComment:
    """Say what should change in the circulated version. Event: `protocol.commented`.

    Raises NotAllowed, Conflict, InvalidInput.
    """
    sitting = _lock(sitting_id, ProtocolState.CIRCULATED)
    policies.require(policies.may_comment(actor, sitting))
    if not text.strip():
        raise InvalidInput("text_missing", _("Write your comment."), field="text")
    version = last_version(sitting)
    made = ProtocolComment.objects.create(
        version=version, author=actor, text=text.strip(), at=clock.now()
    )
    _record(actor, "protocol.commented", sitting, {"version": version.number, "text": made.text})
    return made


@transaction.atomic
def approve(*, actor: User, sitting_id: UUID) -> Sitting:
    """Approve the circulated version: the chair. Event: `protocol.approved`."""
    sitting = _lock(sitting_id, ProtocolState.CIRCULATED)
    policies.require(policies.may_preside(actor, sitting))
    version = last_version(sitting)
    _move(sitting, ProtocolState.APPROVED)
    data = {"version": version.number, "sha256": version.sha256}
    _record(actor, "protocol.approved", sitting, data)
    _notify(sitting, Kind.PROTOCOL_TO_SIGN, [sitting.chair, sitting.secretary], version)
    return sitting


@transaction.atomic
def sign(*, actor: User, sitting_id: UUID) -> ProtocolSignature:
    """Sign the approved version as chair or secretary of the sitting.

    With the second signature the protocol is final: it and an extract for every case are promised
    in the outbox. Events: `protocol.signed`, `protocol.completed`. Raises NotAllowed, Conflict.
    """
    sitting = _lock(sitting_id, ProtocolState.APPROVED)
    office = policies.office_of(actor, sitting)
    version = last_version(sitting)
    signed = Conflict("signed_already", _("You signed this protocol already."))
    with explained({TAKEN: signed}):
        signature = ProtocolSignature.objects.create(
            version=version, office=office, person=actor, at=clock.now()
        )
    data = {"office": str(office), "sha256": version.sha256}
    _record(actor, "protocol.signed", sitting, data)
    signatures = {row.office: row for row in version.signatures.all()}
    if len(signatures) == len(Office):
        _complete(actor, sitting, version, signatures)
    return signature


def _complete(
    actor: User,
    sitting: Sitting,
    version: ProtocolVersion,
    signatures: Mapping[str, ProtocolSignature],
) -> None:
    """The approved text with the days of its two signatures, word for word."""
    content = json.loads(version.record_text)
    days = [clock.kyiv_date(signatures[office].at) for office in (Office.CHAIR, Office.SECRETARY)]
    for row, day in zip(content["signatories"], days, strict=True):
        row["signed_on"] = day.isoformat()
    content["issued_at"] = minutes.instant(max(row.at for row in signatures.values()))
    text = canonical.dumps(content)
    assert sitting.protocol_number is not None
    protocol = Protocol.objects.create(
        sitting=sitting,
        number=sitting.protocol_number,
        record_text=text,
        sha256=canonical.digest(text),
    )
    _move(sitting, ProtocolState.SIGNED)
    data = {"protocol": protocol.number, "sha256": protocol.sha256, "version": version.number}
    _record(actor, "protocol.completed", sitting, data)
    _promise(ISSUE_PROTOCOL, protocol.number, {"protocol_id": str(protocol.pk)})
    heard = sitting.items.exclude(state=ItemState.WITHDRAWN).select_related("application")
    for item in heard:
        _write_extract(protocol, content, item)


def _write_extract(protocol: Protocol, content: Mapping[str, Any], item: AgendaItem) -> None:
    text = canonical.dumps(minutes.extract_record(protocol, content, item.position))
    extract = Extract.objects.create(
        protocol=protocol,
        item=item,
        number=f"{protocol.number}/{item.position}",
        record_text=text,
        sha256=canonical.digest(text),
    )
    _promise(ISSUE_EXTRACT, extract.number, {"extract_id": str(extract.pk)})


def _promise(task: str, number: str, args: Mapping[str, str]) -> None:
    outbox.enqueue(task=task, key=f"{task}:{number}", args=args)


def last_version(sitting: Sitting) -> ProtocolVersion:
    """Return the version that counts."""
    found = sitting.versions.order_by("-number").first()
    assert found is not None, "a closed sitting has its first version"
    return found


def issue_protocol(*, protocol_id: UUID) -> IssuedDocument:
    """Render, seal and store the document, then tell who may read all of it.

    Safe to run twice: there is one document a number and one notice a person. Rendering holds no
    lock. Raises Http404 for an unknown protocol.
    """
    rows = Protocol.objects.select_related("sitting__chair", "sitting__secretary")
    protocol = get_object_or_404(rows, pk=protocol_id)
    document = issue_document(
        kind="protocol",
        number=protocol.number,
        subject=f"sitting:{protocol.sitting_id}",
        record_text=protocol.record_text,
    )
    sitting = protocol.sitting
    with transaction.atomic():
        notify(
            recipients=list(policies.readers_of_protocol(sitting)),
            kind=Kind.PROTOCOL_READY,
            params={"number": protocol.number},
            link=f"/sittings/{sitting.number}/",
            key=f"protocol.ready:{protocol.pk}",
        )
    return document


def issue_extract(*, extract_id: UUID) -> IssuedDocument:
    """Render, seal and store the extract for the file of its case; safe to run twice."""
    extract = get_object_or_404(Extract.objects.select_related("item"), pk=extract_id)
    return issue_document(
        kind="extract",
        number=extract.number,
        subject=f"case:{extract.item.application_id}",
        record_text=extract.record_text,
    )


def _notify(sitting: Sitting, kind: Kind, people: Iterable[User], version: ProtocolVersion) -> None:
    notify(
        recipients=list(people),
        kind=kind,
        params={"number": sitting.protocol_number or ""},
        link=f"/sittings/{sitting.number}/protocol/",
        key=f"{kind}:{version.pk}",
    )


def _record(actor: User, verb: str, sitting: Sitting, data: Mapping[str, object]) -> None:
    record(
        actor=actor, verb=verb, subject=f"sitting:{sitting.pk}", number=sitting.number, data=data
    )
