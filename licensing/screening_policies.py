"""Who judges hits: officers propose, another officer or a head confirms (design, rule 3)."""

from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.base.errors import Conflict, NotAllowed
from licensing.models import HitState, ScreeningHit
from licensing.policies import YES, Verdict, no, not_now

_JUDGED = not_now(_("This hit is judged already."))


def may_propose(user: User, hit: ScreeningHit) -> Verdict:
    """Return whether the person may take the hit up or propose that it is a false match."""
    if not has_role(user, Role.OFFICER):
        return no(_("Only a case officer judges hits."))
    if not hit.is_open:
        return _JUDGED
    if hit.state == HitState.PROPOSED:
        return not_now(_("A false match is proposed already; another person answers it."))
    return YES


def may_answer(user: User, hit: ScreeningHit) -> Verdict:
    """Return whether the person may confirm a proposal or send it back: never the proposer."""
    if not (has_role(user, Role.OFFICER) or has_role(user, Role.HEAD)):
        return no(_("Only another case officer or a head of licensing confirms."))
    if hit.state != HitState.PROPOSED:
        return not_now(_("Nobody proposed yet that this is a false match."))
    if hit.proposed_by_id == user.pk:
        return no(_("You proposed this yourself; another person has to confirm it."))
    return YES


def may_establish(user: User, hit: ScreeningHit) -> Verdict:
    """Return whether the person may state that the match is true."""
    if not (has_role(user, Role.OFFICER) or has_role(user, Role.HEAD)):
        return no(_("Only a case officer judges hits."))
    return YES if hit.is_open else _JUDGED


def authorise(verdict: Verdict) -> None:
    """Raise NotAllowed (403) or Conflict (409) unless the verdict is yes."""
    if verdict:
        return
    if verdict.out_of_order:
        raise Conflict("out_of_order", verdict.reason)
    raise NotAllowed("not_allowed", verdict.reason)
