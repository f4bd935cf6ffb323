"""May this person do this to this case now, and if not, why not.

`may` answers for pages (no dead buttons: the reason is shown), `authorise` for services. The
order of the questions is the order of the refusals: who you are (403), where the case stands
(409), what is still missing (409).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import CompanyRight, Role
from core.accounts.selectors import stands_in_for
from core.base import clock
from core.base.errors import Conflict, NotAllowed
from core.reference.selectors import procedure
from licensing import lifecycle
from licensing.checks.run import unnoted
from licensing.lifecycle import Actor, Status, Verb
from licensing.models import Application
from manufacturers.policies import holds, prepares_or_signs


class Deed(StrEnum):
    """What is done to a case without moving it."""

    EDIT = "edit"
    OPEN_AMENDMENT = "open_amendment"
    ASK = "ask"
    ANSWER = "answer"
    TAKE = "take"
    RECHECK = "recheck"
    NOTE = "note"
    WRITE_NOTE = "write_note"
    ASSESS = "assess"
    ASSIGN = "assign"
    RESTRICT = "restrict"
    OPEN_TO_ALL = "open_to_all"
    GRANT = "grant"
    SEND_SIGNATURE = "send_signature"
    JUDGE_SIGNATURE = "judge_signature"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a policy: allowed, or why not and whether waiting could help."""

    allowed: bool
    reason: str | Promise = ""
    out_of_order: bool = False

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(allowed=True)


def no(reason: str | Promise) -> Verdict:
    """Return a refusal of the person (403)."""
    return Verdict(allowed=False, reason=reason)


def not_now(reason: str | Promise) -> Verdict:
    """Return a refusal of the moment (409)."""
    return Verdict(allowed=False, reason=reason, out_of_order=True)


_UNDER_EXAMINATION = (Status.IN_REVIEW, Status.READY, Status.ON_AGENDA, Status.CONSIDERED)
_LED_BY_ANOTHER = no(_("Another officer leads this case; take the case over first."))


def may(user: User, verb: Verb | Deed, application: Application) -> Verdict:
    """Return whether `user` may do `verb` to `application` now, with the reason if not."""
    if isinstance(verb, Deed):
        return _DEEDS[verb](user, application)
    person = _may_ever(user, verb, application)
    if not person:
        return person
    step = lifecycle.step(application.status, verb)
    if step is None:
        return _out_of_order(application)
    if step.actor == Actor.OFFICER and not _leads(user, application):
        return _LED_BY_ANOTHER
    return _GUARDS.get(verb, _no_guard)(application)


def authorise(user: User, verb: Verb | Deed, application: Application) -> None:
    """Raise NotAllowed (403) or Conflict (409) unless `may` says yes."""
    require(may(user, verb, application))


def require(verdict: Verdict) -> None:
    """Raise NotAllowed (403) or Conflict (409) for a refusal, with its reason."""
    if verdict:
        return
    if verdict.out_of_order:
        raise Conflict("out_of_order", verdict.reason)
    raise NotAllowed("not_allowed", verdict.reason)


def _may_ever(user: User, verb: Verb, application: Application) -> Verdict:
    capacities = {step.actor for step in lifecycle.TRANSITIONS if step.verb == verb}
    verdicts = [_CAPACITIES[capacity](user, application) for capacity in sorted(capacities)]
    return next((verdict for verdict in verdicts if verdict), verdicts[0])


def _out_of_order(application: Application) -> Verdict:
    return not_now(
        _("This step is not possible now: the case is “%(state)s”.")
        % {"state": Status(application.status).label}
    )


# Who: capacities of the transition table.


def _signatory(user: User, application: Application) -> Verdict:
    if holds(user, CompanyRight.SIGN, application.manufacturer):
        return YES
    return no(_("Only a signatory of the company may do this."))


def _preparer(user: User, application: Application) -> Verdict:
    if prepares_or_signs(user, application.manufacturer):
        return YES
    return no(_("Only people who prepare or sign for the company may do this."))


def _officer(user: User, application: Application) -> Verdict:
    if has_role(user, Role.OFFICER):
        return YES
    return no(_("Only a case officer may do this."))


def _leads(user: User, application: Application) -> bool:
    """Tell whether the case is hers, nobody's, or of an officer for whom she stands in today."""
    led_by = application.officer_id
    return led_by in (None, user.pk) or led_by in stands_in_for(user)


def _secretary(user: User, application: Application) -> Verdict:
    if has_role(user, Role.SECRETARY):
        return YES
    return no(_("Only the secretary of the commission may do this."))


def _chair(user: User, application: Application) -> Verdict:
    if has_role(user, Role.CHAIR):
        return YES
    return no(_("Only the chair of the commission may do this."))


def _head(user: User, application: Application) -> Verdict:
    if not has_role(user, Role.HEAD):
        return no(_("Only the head of licensing may do this."))
    if took_part(user, application):
        return no(_("Whoever prepared a case does not decide it; another head must."))
    return YES


def took_part(user: User, application: Application) -> bool:
    """Tell whether the person prepared this case in any capacity (design, rule 3)."""
    if user.pk in (application.officer_id, application.prepared_by_id):
        return True
    return application.preparers.filter(user=user).exists()


_CAPACITIES: dict[Actor, Callable[[User, Application], Verdict]] = {
    Actor.SIGNATORY: _signatory,
    Actor.OFFICER: _officer,
    Actor.SECRETARY: _secretary,
    Actor.CHAIR: _chair,
    Actor.HEAD: _head,
}


# What is still missing: guards of single verbs.


def _no_guard(application: Application) -> Verdict:
    return YES


def _ready_guard(application: Application) -> Verdict:
    if application.amendment_open:
        return not_now(_("The company is amending the application; wait for the new revision."))
    if application.paused_since is not None:
        return not_now(_("A question to the applicant is still open."))
    checks = application.latest_checks
    if checks is not None and checks.blocks:
        return not_now(_("A check blocks the case."))
    if checks is not None and unnoted(checks):
        return not_now(_("A check asks for attention and has no officer's note yet."))
    return YES


def _amend_guard(application: Application) -> Verdict:
    if application.amendment_open:
        return YES
    return not_now(_("Nothing was changed since the last revision."))


def _withdraw_guard(application: Application) -> Verdict:
    if application.number:
        return YES
    return not_now(_("A draft that was never submitted is discarded, not withdrawn."))


def _lapse_guard(application: Application) -> Verdict:
    if application.paused_since is None:
        return not_now(_("No question waits for an answer."))
    unanswered = application.requests.filter(complete_at__isnull=True)
    if unanswered.filter(due_on__lt=clock.today()).exists():
        return YES
    return not_now(_("The company may still answer."))


def _appeal_guard(application: Application) -> Verdict:
    if not application.refusals.exists():
        return not_now(_("Only a refusal can be appealed."))
    # A second round decides on every line again: a line already licensed would be licensed twice.
    if application.licences.exists():
        return not_now(_("A permit was issued in part; apply anew for the refused lines."))
    last_day = appeal_until(application)
    if last_day is not None and last_day < clock.today():
        return not_now(
            _("The term of the appeal ended on %(day)s.") % {"day": f"{last_day:%d.%m.%Y}"}
        )
    return YES


def appeal_until(application: Application) -> date | None:
    """Return the last day of an appeal by the rule of the day of the decision, None without one."""
    decision = application.decisions.order_by("-decided_at").first()
    if decision is None:
        return None
    decided_on = clock.kyiv_date(decision.decided_at)
    rule = procedure(application.act, application.kind, application.subject_kind, decided_on)
    days = rule.appeal_days if rule else None
    return decided_on + timedelta(days=days) if days is not None else None


_GUARDS: dict[Verb, Callable[[Application], Verdict]] = {
    Verb.MARK_READY: _ready_guard,
    Verb.AMEND: _amend_guard,
    Verb.WITHDRAW: _withdraw_guard,
    Verb.LAPSE: _lapse_guard,
    Verb.APPEAL: _appeal_guard,
}


# Deeds: acts that do not move the case.


def _may_edit(user: User, application: Application) -> Verdict:
    person = _preparer(user, application)
    if not person:
        return person
    if application.is_editable:
        return YES
    return not_now(_("The application is submitted; its text changes by an amendment only."))


def _may_open_amendment(user: User, application: Application) -> Verdict:
    person = _preparer(user, application)
    if not person:
        return person
    if application.status == Status.IN_REVIEW and not application.amendment_open:
        return YES
    return _out_of_order(application)


def _may_ask(user: User, application: Application) -> Verdict:
    person = _officer(user, application)
    if not person:
        return person
    if application.status != Status.IN_REVIEW:
        return _out_of_order(application)
    return YES if _leads(user, application) else _LED_BY_ANOTHER


def _may_look(user: User, application: Application) -> Verdict:
    """Look again and note what was found: until the decision, because data change meanwhile."""
    person = _officer(user, application)
    if not person:
        return person
    if application.status not in _UNDER_EXAMINATION:
        return _out_of_order(application)
    return YES if _leads(user, application) else _LED_BY_ANOTHER


def _may_answer(user: User, application: Application) -> Verdict:
    person = _preparer(user, application)
    if not person:
        return person
    return YES if application.status == Status.IN_REVIEW else _out_of_order(application)


def _may_take(user: User, application: Application) -> Verdict:
    if not has_role(user, Role.OFFICER):
        return no(_("Only a case officer may do this."))
    if application.officer_id == user.pk:
        return not_now(_("You already lead this case."))
    return YES if application.is_open else _out_of_order(application)


def _may_write_note(user: User, application: Application) -> Verdict:
    """Officials who work on cases write to one another, also after the decision."""
    if has_role(user, Role.OFFICER, Role.HEAD, Role.SECRETARY):
        return YES
    return no(_("Your role does not include this action."))


def _may_assign(user: User, application: Application) -> Verdict:
    """The head assigns every case, an officer passes on the case she leads."""
    if not has_role(user, Role.HEAD) and application.officer_id != user.pk:
        return no(_("Only the head of licensing, or the officer of the case, assigns it."))
    if not has_role(user, Role.HEAD, Role.OFFICER):
        return no(_("Only a case officer may do this."))
    return YES if application.is_open else _out_of_order(application)


def _may_restrict(user: User, application: Application) -> Verdict:
    leads = has_role(user, Role.OFFICER) and application.officer_id == user.pk
    if not has_role(user, Role.HEAD) and not leads:
        return no(_("Only the head of licensing, or the officer of the case, restricts it."))
    if application.restricted:
        return not_now(_("The case is restricted already."))
    return YES


def _may_open_to_all(user: User, application: Application) -> Verdict:
    return _may_grant(user, application)


def _may_grant(user: User, application: Application) -> Verdict:
    if not has_role(user, Role.HEAD):
        return no(_("Only the head of licensing may do this."))
    return YES if application.restricted else not_now(_("The case is open to all officers."))


def _may_send_signature(user: User, application: Application) -> Verdict:
    """A signature by the signatory's own key may come later than the declaration it confirms."""
    person = _signatory(user, application)
    if person and application.current_revision_id is None:
        return not_now(_("Only a declared text can be signed."))
    return person


_DEEDS: dict[Deed, Callable[[User, Application], Verdict]] = {
    Deed.EDIT: _may_edit,
    Deed.OPEN_AMENDMENT: _may_open_amendment,
    Deed.ASK: _may_ask,
    Deed.RECHECK: _may_look,
    Deed.NOTE: _may_look,
    Deed.ASSESS: _may_look,
    Deed.WRITE_NOTE: _may_write_note,
    Deed.ANSWER: _may_answer,
    Deed.TAKE: _may_take,
    Deed.ASSIGN: _may_assign,
    Deed.RESTRICT: _may_restrict,
    Deed.OPEN_TO_ALL: _may_open_to_all,
    Deed.GRANT: _may_grant,
    Deed.SEND_SIGNATURE: _may_send_signature,
    Deed.JUDGE_SIGNATURE: _officer,
}


def may_hand_over(user: User) -> Verdict:
    """Return whether `user` may give all cases of one officer to another."""
    if has_role(user, Role.HEAD):
        return YES
    return no(_("Only the head of licensing may do this."))
