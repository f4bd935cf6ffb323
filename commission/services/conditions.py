"""First reading: a condition changes only with the department that set it.

An agreed change goes into the next frozen text; what was not agreed stays as the owner wrote it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from commission import policies
from commission.models import AgendaItem, Condition, ConditionChange
from commission.services._database import TAKEN, explained, lock_item
from commission.services.opinions import ConditionDraft, check_due
from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_of_department
from core.audit.log import record
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from core.notifications.messages import notify
from core.notifications.texts import Kind
from core.reference.models import Department


@dataclass(frozen=True, slots=True)
class Standing:
    """A condition as it stands after the first reading so far."""

    id: UUID
    owner: Department
    text: ConditionDraft
    change: ConditionChange | None


@transaction.atomic
def propose_change(
    *, actor: User, item_id: UUID, condition_id: UUID, draft: ConditionDraft | None, reason: str
) -> ConditionChange:
    """Put another text of a condition to its owner; without a draft it is to be taken out.

    Event: `condition.change_proposed`; advisers and seat of the department are told. Raises
    Http404, NotAllowed, Conflict while an earlier change waits, InvalidInput.
    """
    item = lock_item(item_id)
    policies.require(policies.may_change_conditions(actor, item))
    now = next((row for row in standing(item) if row.id == condition_id), None)
    if now is None:
        raise Http404
    _check(now, draft, reason)
    waiting = Conflict("change_waits", _("A change of this condition waits for its owner."))
    text = draft or ConditionDraft("")
    with explained({TAKEN: waiting}):
        change = ConditionChange.objects.create(
            item=item,
            condition_id=condition_id,
            is_dropped=draft is None,
            text_uk=text.text_uk.strip(),
            text_en=text.text_en.strip(),
            term_uk=text.term_uk.strip(),
            term_en=text.term_en.strip(),
            due_on=text.due_on,
            due_days=text.due_days,
            reason=reason.strip(),
            proposed_by=actor,
            proposed_at=clock.now(),
        )
    data = {"text": change.text_uk, "term": change.term_uk, "reason": change.reason}
    _record(actor, "condition.change_proposed", change, {**data, "owner": now.owner.code})
    _ask_owner(change, now.owner)
    return change


def _check(now: Standing, draft: ConditionDraft | None, reason: str) -> None:
    if not reason.strip():
        raise InvalidInput("reason_missing", _("Say why it should change."), field="reason")
    if draft is None:
        return
    if not draft.text_uk.strip():
        message = _("Write the condition in Ukrainian; that is the text in law.")
        raise InvalidInput("text_missing", message, field="text_uk")
    check_due(draft, field="due_on")
    if draft == now.text:
        message = _("This is the text as it stands; change something.")
        raise InvalidInput("nothing_changed", message, field="text_uk")


def _ask_owner(change: ConditionChange, owner: Department) -> None:
    seats = policies.valid_mandates().filter(seat__department=owner).select_related("person")
    people = [*people_of_department(owner.pk, Role.ADVISER), *(row.person for row in seats)]
    item = change.item
    notify(
        recipients=list(dict.fromkeys(people)),
        kind=Kind.CONDITION_CHANGE_ASKED,
        params={"number": item.application.number or ""},
        link=f"/sittings/{item.sitting.number}/items/{item.position}/changes/{change.pk}/",
        key=f"condition.change_asked:{change.pk}",
    )


@transaction.atomic
def answer_change(
    *, actor: User, change_id: UUID, is_agreed: bool, answer: str = ""
) -> ConditionChange:
    """Answer for the department that set the condition: once, with a reason when it is not agreed.

    Event: `condition.change_answered`; the secretary is told. Raises Http404, NotAllowed,
    Conflict, InvalidInput.
    """
    known = ConditionChange.objects.filter(pk=change_id).values_list("item_id", flat=True).first()
    if known is None:
        raise Http404
    item = lock_item(known)
    rows = ConditionChange.objects.select_for_update(of=("self",))
    change = rows.select_related("condition__department").get(pk=change_id)
    change.item = item
    policies.require(policies.may_answer_change(actor, change))
    if not is_agreed and not answer.strip():
        message = _("Say why the department does not agree.")
        raise InvalidInput("answer_missing", message, field="answer")
    change.is_agreed, change.answer = is_agreed, answer.strip()
    change.answered_by, change.answered_at = actor, clock.now()
    change.save(update_fields=["is_agreed", "answer", "answered_by", "answered_at"])
    data = {"agreed": is_agreed, "answer": change.answer}
    _record(actor, "condition.change_answered", change, data)
    notify(
        recipients=[item.sitting.secretary],
        kind=Kind.CONDITION_CHANGE_ANSWERED,
        params={"number": item.application.number or ""},
        link=f"/sittings/{item.sitting.number}/items/{item.position}/",
        key=f"condition.change_answered:{change.pk}",
    )
    return change


def standing(item: AgendaItem, changes: Iterable[ConditionChange] | None = None) -> list[Standing]:
    """Return the conditions set on the revision of an item, with the changes agreed so far.

    `changes` are those of the item in the order of their proposal, where they were read already.
    """
    rows = ConditionChange.objects.filter(item=item) if changes is None else changes
    agreed = {change.condition_id: change for change in rows if change.is_agreed}
    kept = Condition.objects.filter(
        application=item.application_id, opinion__request__revision=item.revision_id
    ).select_related("department")
    found = [_standing(row, agreed.get(row.pk)) for row in kept]
    return [row for row in found if row.change is None or not row.change.is_dropped]


def _standing(row: Condition, change: ConditionChange | None) -> Standing:
    source = change or row
    names = ConditionDraft.__dataclass_fields__
    text = ConditionDraft(**{name: getattr(source, name) for name in names})
    return Standing(row.pk, row.department, text, change)


def require_answered(item: AgendaItem) -> None:
    """Raise Conflict while the owner of a condition has not answered a change of it."""
    waiting = ConditionChange.objects.filter(item=item, answered_at__isnull=True)
    change = waiting.select_related("condition__department").first()
    if change is not None:
        message = _("A changed condition waits for the answer of %(department)s.")
        owner = change.condition.department.short
        raise Conflict("owner_asked", message, department=owner)


def _record(actor: User, verb: str, change: ConditionChange, data: Mapping[str, object]) -> None:
    item = change.item
    record(
        actor=actor,
        verb=verb,
        subject=f"sitting:{item.sitting_id}",
        number=item.sitting.number,
        data={"item": item.position, "condition": change.condition_id, **data},
    )
