"""Changes of the rules with what follows from them here: notices, and due dates that move."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.base.errors import InvalidInput
from core.notifications.messages import notify
from core.notifications.texts import Kind
from core.reference import changing
from core.reference.changing import MOVES_TERMS, Proposal
from core.reference.models import ChangeKind, ReferenceChange
from licensing import terms
from licensing.lifecycle import OPEN
from licensing.models import Application, MovedTerm
from licensing.procedure import FACTS
from licensing.services import _notices as notices
from licensing.services._advance import lock, touch


@transaction.atomic
def propose_change(*, actor: User, proposal: Proposal) -> ReferenceChange:
    """Propose a change and tell those who may confirm it; see `changing.propose`."""
    if proposal.kind == ChangeKind.CHECKLIST:
        _require_known_facts(proposal)
    change = changing.propose(actor=actor, proposal=proposal)
    keepers = [*people_with_role(Role.REFERENCE_ADMIN), *people_with_role(Role.HEAD)]
    others = [person for person in keepers if person.pk != actor.pk]
    _tell(change, others, Kind.REFERENCE_PROPOSED)
    return change


@transaction.atomic
def confirm_change(*, actor: User, change_id: UUID) -> ReferenceChange:
    """Put a change into force, move the due dates it moves; see `changing.confirm`.

    Event of each case whose term ends on another day: case.term_moved.
    """
    change = changing.confirm(actor=actor, change_id=change_id)
    if change.kind in MOVES_TERMS:
        _move_terms(actor, change)
    _tell(change, [change.proposed_by], Kind.REFERENCE_ANSWERED)
    return change


@transaction.atomic
def reject_change(*, actor: User, change_id: UUID, reason: str) -> ReferenceChange:
    """Reject a change and tell its author; see `changing.reject`."""
    change = changing.reject(actor=actor, change_id=change_id, reason=reason)
    _tell(change, [change.proposed_by], Kind.REFERENCE_ANSWERED)
    return change


def _require_known_facts(proposal: Proposal) -> None:
    """A paper may depend on the facts that the procedure can read, and on no other."""
    for part in ("sections", "papers"):
        for need in dict(proposal.payload.get(part) or {}).values():
            fact = str(need).removeprefix("when:")
            if str(need).startswith("when:") and fact not in FACTS:
                raise InvalidInput("unknown_fact", _("No answer says this."), field=part)


def _move_terms(actor: User, change: ReferenceChange) -> None:
    """Move the term of each case it moves and keep from where to where.

    No term begins meanwhile (`standing`); whatever else holds a case is waited for.
    """
    running = Application.objects.filter(status__in=OPEN, accepted_on__isnull=False)
    for running_case in running.order_by("pk").values_list("pk"):
        case = lock(*running_case)
        due_on = terms.due_now(case)
        if case.status in OPEN and due_on != case.due_on:
            _move_term(case, due_on, actor, change)


def _move_term(case: Application, due_on: date, actor: User, change: ReferenceChange) -> None:
    assert case.due_on is not None
    MovedTerm.objects.create(change=change, application=case, before=case.due_on, after=due_on)
    touch(
        case,
        actor=actor,
        event="case.term_moved",
        data={"due": due_on, "change": change.pk},
        due_on=due_on,
    )
    notices.move_term(case, due_on, gettext_noop("The calendar changed"))


def _tell(change: ReferenceChange, recipients: list[User], kind: Kind) -> None:
    notify(
        recipients=recipients,
        kind=kind,
        params={},
        link=f"/reference/changes/{change.pk}/",
        key=f"{kind}:{change.pk}",
    )
