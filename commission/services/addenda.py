"""A signed protocol is never edited: chair and secretary add a linked, signed, sealed paper to it.

One of the two proposes and thereby signs, the other signs or declines; a worker seals the paper.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from commission import minutes, policies
from commission.models import Addendum, AgendaItem, ItemState, Protocol, Sitting
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

ISSUE_ADDENDUM = "commission.issue_addendum"


@transaction.atomic
def propose_addendum(
    *, actor: User, sitting_id: UUID, text: str, reason: str, position: int | None = None
) -> Addendum:
    """Propose and sign an addendum, to the item at `position` or to the whole protocol.

    One waits for the other signature at a time. Event: `addendum.proposed`. Raises Http404,
    NotAllowed, Conflict, InvalidInput.
    """
    sitting = lock_sitting(sitting_id)
    policies.require(policies.may_add_to_protocol(actor, sitting))
    if not text.strip():
        raise InvalidInput("text_missing", _("Write what is added or corrected."), field="text")
    if not reason.strip():
        raise InvalidInput("reason_missing", _("Say why the record is corrected."), field="reason")
    waiting = Conflict(
        "addendum_waits", _("Another addendum waits for its second signature; end that one first.")
    )
    with explained({TAKEN: waiting}):
        addendum = Addendum.objects.create(
            protocol=Protocol.objects.get(sitting=sitting),
            item=_item(sitting, position),
            text=text.strip(),
            reason=reason.strip(),
            proposed_by=actor,
            proposed_at=clock.now(),
        )
    _record(actor, "addendum.proposed", addendum, {"text": addendum.text, "reason": reason.strip()})
    others = [person for person in (sitting.chair, sitting.secretary) if person != actor]
    _tell(others, Kind.ADDENDUM_TO_SIGN, addendum)
    return addendum


def _item(sitting: Sitting, position: int | None) -> AgendaItem | None:
    if position is None:
        return None
    heard = sitting.items.exclude(state=ItemState.WITHDRAWN).filter(position=position).first()
    if heard is None:
        message = _("Choose an item of this sitting.")
        raise InvalidInput("item_unknown", message, field="position")
    return heard


@transaction.atomic
def sign_addendum(*, actor: User, addendum_id: UUID) -> Addendum:
    """Sign what the other proposed: it takes the next number and its paper is promised.

    Event: `addendum.signed`. Raises Http404, NotAllowed, Conflict.
    """
    addendum = _locked(addendum_id)
    policies.require(policies.may_answer_addendum(actor, addendum))
    signed = addendum.protocol.addenda.filter(is_signed=True).count()
    number = f"{addendum.protocol.number}/D{signed + 1}"
    _answer(addendum, actor, is_signed=True)
    addendum.ordinal, addendum.number = signed + 1, number
    addendum.record_text = canonical.dumps(minutes.addendum_record(addendum, number))
    addendum.sha256 = canonical.digest(addendum.record_text)
    addendum.save()
    data = {"addendum": number, "sha256": addendum.sha256}
    _record(actor, "addendum.signed", addendum, data)
    outbox.enqueue(
        task=ISSUE_ADDENDUM,
        key=f"{ISSUE_ADDENDUM}:{number}",
        args={"addendum_id": str(addendum.pk)},
    )
    return addendum


@transaction.atomic
def decline_addendum(*, actor: User, addendum_id: UUID, reason: str) -> Addendum:
    """Do not sign what the other proposed, and say why; it stays on record without a number.

    Event: `addendum.declined`. Raises Http404, NotAllowed, Conflict, InvalidInput.
    """
    addendum = _locked(addendum_id)
    policies.require(policies.may_answer_addendum(actor, addendum))
    if not reason.strip():
        raise InvalidInput("reason_missing", _("Say why you do not sign."), field="reason")
    _answer(addendum, actor, is_signed=False)
    addendum.refusal = reason.strip()
    addendum.save()
    _record(actor, "addendum.declined", addendum, {"reason": addendum.refusal})
    _tell([addendum.proposed_by], Kind.ADDENDUM_DECLINED, addendum)
    return addendum


def _locked(addendum_id: UUID) -> Addendum:
    """Lock the sitting of an addendum: numbers follow one another without gaps."""
    found = Addendum.objects.select_related("protocol").filter(pk=addendum_id).first()
    if found is None:
        raise Http404
    lock_sitting(found.protocol.sitting_id)
    rows = Addendum.objects.select_related(
        "protocol__sitting__chair", "protocol__sitting__secretary", "item", "proposed_by"
    )
    return rows.get(pk=addendum_id)


def _answer(addendum: Addendum, actor: User, *, is_signed: bool) -> None:
    addendum.is_signed = is_signed
    addendum.answered_by, addendum.answered_at = actor, clock.now()


def issue_addendum(*, addendum_id: UUID) -> IssuedDocument:
    """Render, seal and store a signed addendum, then tell who may read the whole protocol.

    Safe to run twice: one document a number, one notice a person. An addendum to an item lies in
    the file of its case. Raises Http404 for one that is unknown or not signed.
    """
    rows = Addendum.objects.select_related(
        "item", "protocol__sitting__chair", "protocol__sitting__secretary"
    )
    addendum = get_object_or_404(rows, pk=addendum_id, is_signed=True)
    sitting, item = addendum.protocol.sitting, addendum.item
    assert addendum.number is not None
    document = issue_document(
        kind="addendum",
        number=addendum.number,
        subject=f"case:{item.application_id}" if item else f"sitting:{sitting.pk}",
        record_text=addendum.record_text,
    )
    with transaction.atomic():
        _tell(policies.readers_of_protocol(sitting), Kind.ADDENDUM_READY, addendum)
    return document


def _tell(people: list[User], kind: Kind, addendum: Addendum) -> None:
    protocol = addendum.protocol
    notify(
        recipients=people,
        kind=kind,
        params={"number": addendum.number or protocol.number},
        link=f"/sittings/{protocol.sitting.number}/protocol/",
        key=f"{kind}:{addendum.pk}",
    )


def _record(actor: User, verb: str, addendum: Addendum, data: Mapping[str, object]) -> None:
    protocol, item = addendum.protocol, addendum.item
    record(
        actor=actor,
        verb=verb,
        subject=f"sitting:{protocol.sitting_id}",
        number=protocol.sitting.number,
        data={"protocol": protocol.number, "item": item.position if item else None, **data},
    )
