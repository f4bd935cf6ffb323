"""Judging hits: taken up, proposed as false by one person, confirmed by another, or true.

Each verb locks the hit and records its event on the case in which it was judged; the judgement
holds wherever the same pair is met. The checks of that case are run anew at once.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit import log
from core.base import clock
from core.base.errors import InvalidInput, StaleForm
from licensing import screening_policies as policies
from licensing.checks import Gate
from licensing.checks.run import run_checks
from licensing.lifecycle import OPEN
from licensing.models import Application, ClearanceReason, HitState, ScreeningHit
from licensing.services._advance import lock, remember_preparer


@transaction.atomic
def take_up(*, actor: User, application_id: UUID, hit_id: UUID, version: int) -> ScreeningHit:
    """Begin to look at a hit. Event: hit.taken_up. Raises NotAllowed, Conflict, StaleForm."""
    case, hit = _locked(application_id, hit_id, version)
    policies.authorise(policies.may_propose(actor, hit))
    return _move(case, hit, actor, "hit.taken_up", state=HitState.UNDER_REVIEW)


@transaction.atomic
def propose_clearance(
    *, actor: User, application_id: UUID, hit_id: UUID, version: int, reason: str, text: str
) -> ScreeningHit:
    """Propose that the two are not the same, with a reason and what was compared.

    Event: hit.clearance_proposed. Raises InvalidInput, NotAllowed, Conflict, StaleForm.
    """
    case, hit = _locked(application_id, hit_id, version)
    policies.authorise(policies.may_propose(actor, hit))
    if reason not in ClearanceReason.values:
        raise InvalidInput("reason_unknown", _("Choose a reason."), field="reason")
    if not text.strip():
        raise InvalidInput("text_missing", _("Say what you compared."), field="text")
    return _move(
        case,
        hit,
        actor,
        "hit.clearance_proposed",
        state=HitState.PROPOSED,
        reason=reason,
        text=text.strip(),
        proposed_by=actor,
        proposed_at=clock.now(),
    )


@transaction.atomic
def confirm_clearance(
    *, actor: User, application_id: UUID, hit_id: UUID, version: int
) -> ScreeningHit:
    """Confirm the proposal of another person. Event: hit.cleared.

    Raises NotAllowed for the proposer, Conflict, StaleForm.
    """
    case, hit = _locked(application_id, hit_id, version)
    policies.authorise(policies.may_answer(actor, hit))
    _move(
        case,
        hit,
        actor,
        "hit.cleared",
        state=HitState.CLEARED,
        judged_by=actor,
        judged_at=clock.now(),
    )
    _run_again(case)
    return hit


@transaction.atomic
def send_back(*, actor: User, application_id: UUID, hit_id: UUID, version: int) -> ScreeningHit:
    """Do not confirm: the hit is under review again. Event: hit.sent_back."""
    case, hit = _locked(application_id, hit_id, version)
    policies.authorise(policies.may_answer(actor, hit))
    return _move(case, hit, actor, "hit.sent_back", state=HitState.UNDER_REVIEW)


@transaction.atomic
def establish_match(
    *, actor: User, application_id: UUID, hit_id: UUID, version: int, text: str
) -> ScreeningHit:
    """State that the party is the listed one: an absolute bar wherever it appears (rule 4).

    Event: hit.true_match. Raises InvalidInput without words, NotAllowed, Conflict, StaleForm.
    """
    case, hit = _locked(application_id, hit_id, version)
    policies.authorise(policies.may_establish(actor, hit))
    if not text.strip():
        raise InvalidInput("text_missing", _("Say what you compared."), field="text")
    _move(
        case,
        hit,
        actor,
        "hit.true_match",
        state=HitState.TRUE_MATCH,
        text=text.strip(),
        judged_by=actor,
        judged_at=clock.now(),
    )
    for other in _open_cases_with(hit):
        _run_again(lock(other.pk))
    return hit


def _locked(application_id: UUID, hit_id: UUID, version: int) -> tuple[Application, ScreeningHit]:
    """Lock the case, then the hit that was met in it. Raises Http404, StaleForm."""
    case = lock(application_id)
    hit = (
        ScreeningHit.objects.select_for_update(of=("self",))
        .select_related("entry__watch_list")
        .filter(pk=hit_id, cases__application=case)
        .first()
    )
    if hit is None:
        raise Http404
    if hit.version != version:
        raise StaleForm(
            "stale_form",
            _("Somebody else changed this hit after you opened it. Look at it as it is now."),
        )
    return case, hit


def _move(
    case: Application, hit: ScreeningHit, actor: User, event: str, **changes: object
) -> ScreeningHit:
    before = hit.state
    for name, value in changes.items():
        setattr(hit, name, value)
    hit.version += 1
    hit.save(update_fields=["version", *changes])
    remember_preparer(case, actor)
    log.record(
        actor=actor,
        verb=event,
        subject=case.subject,
        number=case.number or "",
        data={"from": before, "to": hit.state, **_facts(hit)},
    )
    return hit


def _facts(hit: ScreeningHit) -> Mapping[str, object]:
    return {
        "hit": str(hit.pk),
        "subject_digest": hit.subject_digest,
        "list": hit.entry.watch_list.code,
        "entry": hit.entry.key,
        "entry_digest": hit.entry.digest,
        "score": hit.score,
        "reason": hit.reason,
        "text": hit.text,
    }


def _run_again(case: Application) -> None:
    if case.status in OPEN:
        run_checks(case, Gate.REVIEW)


def _open_cases_with(hit: ScreeningHit) -> list[Application]:
    found = Application.objects.filter(hits__hit=hit, status__in=OPEN)
    return list(found.order_by("pk"))
