"""May this person do this in the commission, and why not.

A person recused from an item has no rights on it whatever the role: the item does not exist for
her (404, `selectors`). What depends on the state of a case is asked of `licensing.policies`.
"""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commission.models import (
    Addendum,
    AgendaItem,
    ConditionChange,
    ElectorState,
    ItemState,
    Mandate,
    Office,
    OpinionRequest,
    ProtocolState,
    Recusal,
    RecusalKind,
    Round,
    RoundState,
    Sitting,
    SittingState,
)
from core.accounts.memory import remembered
from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.base import clock
from core.base.errors import Conflict, NotAllowed
from core.reference.selectors import working_calendar
from licensing.lifecycle import Status
from licensing.models import Application
from licensing.policies import YES, Verdict, no, not_now

#: Who reads every sitting and item; a member reads the items of the commission minus recusals.
READERS = (Role.SECRETARY, Role.OFFICER, Role.HEAD, Role.AUDITOR)


def require(verdict: Verdict) -> None:
    """Raise NotAllowed (403) or Conflict (409) for a refusal, with its reason."""
    if verdict:
        return
    if verdict.out_of_order:
        raise Conflict("out_of_order", verdict.reason)
    raise NotAllowed("not_allowed", verdict.reason)


def valid_mandates(on: date | None = None) -> QuerySet[Mandate]:
    """Return the mandates in force on a day (Kyiv date, default today)."""
    day = on or clock.today()
    return Mandate.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        valid_from__lte=day,
        revoked_at__isnull=True,
        person__is_active=True,
    )


def mandate_of(user: User, on: date | None = None) -> Mandate | None:
    """Return the mandate under which a person acts on a day, or None."""
    day = on or clock.today()
    held = valid_mandates(day).filter(person=user).select_related("seat__department")
    return remembered(("mandate", user.pk, day), held.first)


def recusals_against(user: User) -> Q:
    """Return the condition on `Recusal` rows that shut this person out of their item."""
    seats = Mandate.objects.filter(person=user).values("seat_id")
    return Q(person=user) | Q(kind=RecusalKind.INSTITUTIONAL, seat_id__in=seats)


def is_recused(user: User, item: AgendaItem) -> bool:
    """Tell whether the person, or her whole seat, left this case, here or at an earlier sitting."""
    left = recusals_on(item).filter(recusals_against(user))
    return remembered(("recused", user.pk, item.application_id), left.exists)


def recusals_on(item: AgendaItem) -> QuerySet[Recusal]:
    """Return the conflicts that hold for an item: a case that comes back brings its own along."""
    return Recusal.objects.filter(item__application=item.application_id)


def may_read_sittings(user: User) -> bool:
    """Tell whether the pages of sittings exist for this person."""
    sits = has_role(user, Role.MEMBER, Role.CHAIR) and mandate_of(user) is not None
    return sits or has_role(user, *READERS)


def may_manage_seats(user: User | None) -> Verdict:
    """Seats, mandates and rules are dated reference data; None is the installation itself."""
    if user is None or has_role(user, Role.REFERENCE_ADMIN):
        return YES
    return no(_("Only the reference administrator changes seats, mandates and rules."))


def may_ask_departments(user: User, application: Application) -> Verdict:
    """The officer of the case asks, while it is in review."""
    if not has_role(user, Role.OFFICER):
        return no(_("Only a case officer may do this."))
    if application.officer_id != user.pk:
        return no(_("Another officer leads this case; take the case over first."))
    if application.status != Status.IN_REVIEW:
        return not_now(_("Departments are asked while the case is in review."))
    return YES


def may_give_opinion(user: User, request: OpinionRequest) -> Verdict:
    """An adviser of the department that was asked answers, once, while it is awaited."""
    if not has_role(user, Role.ADVISER) or request.department_id != user.department_id:
        return no(_("Only an adviser of the department asked may answer."))
    if hasattr(request, "opinion"):
        return not_now(_("The opinion of your department is given already."))
    if request.waived_at is not None:
        return not_now(_("The case went on without this opinion; the note says why."))
    if request.application.status != Status.IN_REVIEW:
        return not_now(_("The case is no longer in review."))
    if request.revision_id != request.application.current_revision_id:
        return not_now(_("The application was amended; wait for a new request."))
    return YES


def may_prepare(user: User, sitting: Sitting | None = None) -> Verdict:
    """The secretary prepares sittings until they are closed."""
    if not has_role(user, Role.SECRETARY):
        return no(_("Only the secretary of the commission may do this."))
    if sitting is not None and sitting.state == SittingState.CLOSED:
        return not_now(_("The sitting is closed; its record does not change."))
    return YES


def may_preside(user: User, sitting: Sitting) -> Verdict:
    """The chair of this sitting opens and closes it and its rounds."""
    if has_role(user, Role.CHAIR) and sitting.chair_id == user.pk:
        return YES
    return no(_("Only the chair of this sitting may do this."))


def may_preside_item(user: User, item: AgendaItem) -> Verdict:
    """The chair, on a waiting item of an open sitting from which she is not recused."""
    verdict = may_preside(user, item.sitting)
    if verdict and is_recused(user, item):
        return no(_("You are recused from this item."))
    return verdict and item_is_live(item)


def item_is_live(item: AgendaItem) -> Verdict:
    """Voting happens on a waiting item of a sitting in progress whose case is on the agenda."""
    if item.sitting.state != SittingState.OPEN:
        return not_now(_("The sitting is not in progress."))
    if item.state != ItemState.PENDING:
        return not_now(_("This item has its result already."))
    if item.application.status != Status.ON_AGENDA:
        return not_now(_("The case is no longer on the agenda."))
    return YES


def may_call_in(user: User, vote: Round) -> Verdict:
    """The chair or any elector of a vote in writing takes it to a sitting, while it runs."""
    item = vote.question.item
    if vote.closes_at is None or vote.state != RoundState.OPEN:
        return not_now(_("No vote in writing is open here."))
    mandate = mandate_of(user)
    electors = vote.electors.filter(mandate=mandate, state=ElectorState.ENTITLED)
    if may_preside_item(user, item) or (mandate is not None and electors.exists()):
        return YES
    return no(_("Only the chair or a member entitled to this vote may call it in."))


def may_annul(user: User, vote: Round) -> Verdict:
    """Chair and secretary together, on a counted vote, before the sitting is closed."""
    sitting = vote.question.item.sitting
    secretary = has_role(user, Role.SECRETARY) and sitting.secretary_id == user.pk
    if not (secretary or may_preside(user, sitting)) or is_recused(user, vote.question.item):
        return no(_("Only the chair and the secretary of this sitting may do this."))
    if vote.state not in (RoundState.TIE, RoundState.TALLIED):
        return not_now(_("There is no counted vote to annul."))
    if sitting.state != SittingState.OPEN:
        return not_now(_("The sitting is closed; its record does not change."))
    if vote.question.item.application.status not in (Status.ON_AGENDA, Status.CONSIDERED):
        return not_now(_("The authority has decided on this case already."))
    return YES


def may_dissent(user: User, vote: Round) -> Verdict:
    """Whoever acted for a seat and did not vote with the result, in the term of the pack."""
    if vote.state != RoundState.TALLIED:
        return not_now(_("The vote has no result yet."))
    mandate = mandate_of(user)
    acted = vote.electors.filter(mandate=mandate, state=ElectorState.ENTITLED)
    if mandate is None or is_recused(user, vote.question.item) or not acted.exists():
        return no(_("Only a member who was entitled to this vote may do this."))
    paper = vote.ballots.filter(seat=mandate.seat).order_by("-revision").first()
    result = "for" if vote.result == "carried" else "against"
    if paper is not None and paper.choice == result:
        return not_now(_("You voted as the commission decided."))
    if clock.today() > dissent_until(vote):
        return not_now(_("The term for a separate opinion is over."))
    if vote.dissents.filter(seat=mandate.seat).exists():
        return not_now(_("Your seat filed its separate opinion already."))
    return YES


def dissent_until(vote: Round) -> date:
    """Return the last Kyiv day for a dissent: working days of the pack after the close."""
    assert vote.closed_at is not None
    days = vote.rule_pack.parsed().dissent_days
    return working_calendar().working_days_after(clock.kyiv_date(vote.closed_at), days)


def may_keep_protocol(user: User, sitting: Sitting) -> Verdict:
    """The secretary of a closed sitting draws up its protocol until it is approved."""
    if not has_role(user, Role.SECRETARY) or sitting.secretary_id != user.pk:
        return no(_("Only the secretary of this sitting may do this."))
    if sitting.protocol_state not in (ProtocolState.DRAFT, ProtocolState.CIRCULATED):
        return not_now(_("The protocol is not being drawn up."))
    return YES


def may_keep_statements(user: User, item: AgendaItem) -> Verdict:
    """The secretary enters who said what, in the sitting and until the protocol is approved."""
    if item.sitting.state == SittingState.CLOSED:
        return may_keep_protocol(user, item.sitting)
    if item.sitting.state != SittingState.OPEN:
        return not_now(_("The sitting is not in progress."))
    return may_prepare(user, item.sitting)


def may_comment(user: User, sitting: Sitting) -> Verdict:
    """A circulated protocol is commented on by those it went to."""
    if user not in readers_of_protocol(sitting):
        return no(_("Only those who sat through every item comment on the protocol."))
    if sitting.protocol_state != ProtocolState.CIRCULATED:
        return not_now(_("The protocol is not circulated now."))
    return YES


def readers_of_protocol(sitting: Sitting) -> list[User]:
    """Return chair, secretary and members who left no item of the sitting."""
    cases = sitting.items.values("application_id")
    recusals = list(Recusal.objects.filter(item__application_id__in=cases))
    aside = {row.person_id for row in recusals}
    seats = {row.seat_id for row in recusals if row.kind == RecusalKind.INSTITUTIONAL}
    mandates = valid_mandates(clock.kyiv_date(sitting.held_at)).select_related("person")
    members = [row.person for row in mandates.exclude(seat_id__in=seats)]
    people = dict.fromkeys([sitting.chair, sitting.secretary, *members])
    out = aside | set(Mandate.objects.filter(seat_id__in=seats).values_list("person_id", flat=True))
    return [person for person in people if person.pk not in out]


def office_of(user: User, sitting: Sitting) -> Office:
    """Return in what capacity the person signs the protocol. Raises NotAllowed."""
    if may_preside(user, sitting):
        return Office.CHAIR
    if has_role(user, Role.SECRETARY) and sitting.secretary_id == user.pk:
        return Office.SECRETARY
    raise NotAllowed("not_allowed", _("Chair and secretary of the sitting sign its protocol."))


NOT_SIGNED_YET = _("The protocol is not signed yet.")


def may_send_signature(user: User, sitting: Sitting) -> Verdict:
    """Chair, secretary and members who left no item sign the final text with their own tool."""
    if user not in readers_of_protocol(sitting):
        return no(_("Only those who sat through every item sign the protocol."))
    if sitting.protocol_state != ProtocolState.SIGNED:
        return not_now(NOT_SIGNED_YET)
    return YES


def may_judge_signature(user: User) -> Verdict:
    """Officials who read whole sittings and hold no seat say whether a signature holds."""
    if not has_role(user, Role.OFFICER, Role.SECRETARY, Role.HEAD):
        return no(_("Officers, the secretary and the head judge signatures."))
    return YES


def may_add_to_protocol(user: User, sitting: Sitting) -> Verdict:
    """Chair and secretary correct what they signed by an addendum; the protocol stays."""
    secretary = has_role(user, Role.SECRETARY) and sitting.secretary_id == user.pk
    if not (secretary or may_preside(user, sitting)):
        return no(_("Only the chair and the secretary of this sitting may do this."))
    if sitting.protocol_state != ProtocolState.SIGNED:
        return not_now(_("The protocol is not signed yet; correct the statements instead."))
    return YES


def may_answer_addendum(user: User, addendum: Addendum) -> Verdict:
    """The other of the two signs the addendum or declines, once."""
    may = may_add_to_protocol(user, addendum.protocol.sitting)
    if not may:
        return may
    if addendum.answered_at is not None:
        return not_now(_("This addendum was answered already."))
    if addendum.proposed_by_id == user.pk:
        return not_now(_("You proposed this addendum; the other signer answers."))
    return YES


def may_change_conditions(user: User, item: AgendaItem) -> Verdict:
    """The secretary puts amendments down in the first reading: before any vote is open."""
    prepare = may_prepare(user, item.sitting)
    if not prepare:
        return prepare
    if item.state != ItemState.PENDING:
        return not_now(_("This item has its result already."))
    if Round.objects.filter(question__item=item, state__in=["open", "tie"]).exists():
        return not_now(_("A vote is open on this item; the chair closes it first."))
    return YES


def may_answer_change(user: User, change: ConditionChange) -> Verdict:
    """The owner answers: an adviser of the department, or who acts for its seat."""
    owner = change.condition.department_id
    mandate = mandate_of(user)
    sits = mandate is not None and mandate.seat.department_id == owner
    advises = has_role(user, Role.ADVISER) and user.department_id == owner
    if not (sits or advises) or is_recused(user, change.item):
        return no(_("Only the department that set the condition answers."))
    if change.answered_at is not None:
        return not_now(_("This change was answered already."))
    if change.item.state != ItemState.PENDING:
        return not_now(_("This item has its result already."))
    return YES


def may_declare_conflict(user: User, item: AgendaItem) -> Verdict:
    """A holder of a valid mandate, until the item has its result."""
    if mandate_of(user) is None or not has_role(user, Role.MEMBER, Role.CHAIR):
        return no(_("Only a member of the commission with a valid mandate may do this."))
    if item.sitting.state == SittingState.CLOSED or item.state != ItemState.PENDING:
        return not_now(_("This item has its result already."))
    return YES
