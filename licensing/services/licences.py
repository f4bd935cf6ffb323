"""Acts on a licence after issue. Each has its ground, reason, author, paper, event and notice.

The head suspends, reinstates and revokes; the holder surrenders; the system marks a licence as
exhausted or expired on the day. The lawful steps are in `licensing/licence_life.py`.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.audit import log
from core.base import clock
from core.base.errors import InvalidInput
from core.notifications import deadlines
from core.notifications.messages import notify
from core.notifications.texts import Kind as Notice
from core.reference.selectors import refusal_grounds
from licensing import licence_life, licence_policies
from licensing.licence_life import Act
from licensing.models import Licence, LicenceAct, LicenceState
from licensing.services import _notices as notices

_TOLD = {
    Act.SUSPEND: ("licence.suspended", Notice.LICENCE_SUSPENDED),
    Act.REINSTATE: ("licence.reinstated", Notice.LICENCE_REINSTATED),
    Act.REVOKE: ("licence.revoked", Notice.LICENCE_REVOKED),
    Act.SURRENDER: ("licence.surrendered", Notice.LICENCE_SURRENDERED),
    Act.EXHAUST: ("licence.exhausted", Notice.LICENCE_EXHAUSTED),
    Act.REPLENISH: ("licence.replenished", Notice.LICENCE_REINSTATED),
    Act.EXPIRE: ("licence.expired", Notice.LICENCE_EXPIRED),
    Act.AMEND: ("licence.amended", Notice.LICENCE_AMENDED),
}


@dataclass(frozen=True, slots=True)
class _Said:
    """What an act says beside its name."""

    ground: str = ""
    reason: str = ""
    document_ref: str = ""
    review_on: date | None = None


@transaction.atomic
def suspend(
    *,
    actor: User,
    licence_id: UUID,
    ground: str,
    reason: str,
    document_ref: str = "",
    review_on: date | None = None,
) -> Licence:
    """Stop the use of a valid licence at once. Event: licence.suspended."""
    _require(ground, reason)
    if review_on is not None and review_on <= clock.today():
        raise InvalidInput(
            "review_in_past", _("The review must be on a later day."), field="review_on"
        )
    licence = _lock(licence_id)
    licence_policies.authorise_control(actor, licence, *licence_life.sources(Act.SUSPEND))
    return _act(licence, Act.SUSPEND, actor, _Said(ground, reason, document_ref, review_on))


@transaction.atomic
def reinstate(*, actor: User, licence_id: UUID, reason: str, document_ref: str = "") -> Licence:
    """End a suspension. Event: licence.reinstated."""
    _require_reason(reason)
    licence = _lock(licence_id)
    licence_policies.authorise_control(actor, licence, *licence_life.sources(Act.REINSTATE))
    return _act(licence, Act.REINSTATE, actor, _Said("", reason, document_ref))


@transaction.atomic
def revoke(
    *, actor: User, licence_id: UUID, ground: str, reason: str, document_ref: str = ""
) -> Licence:
    """Annul a licence for good. Event: licence.revoked."""
    _require(ground, reason)
    licence = _lock(licence_id)
    licence_policies.authorise_control(actor, licence, *licence_life.sources(Act.REVOKE))
    return _act(licence, Act.REVOKE, actor, _Said(ground, reason, document_ref))


@transaction.atomic
def surrender(*, actor: User, licence_id: UUID, reason: str, document_ref: str = "") -> Licence:
    """The holder gives the rest of a licence back. Event: licence.surrendered."""
    _require_reason(reason)
    licence = _lock(licence_id)
    licence_policies.authorise_surrender(actor, licence)
    return _act(licence, Act.SURRENDER, actor, _Said("", reason, document_ref))


@transaction.atomic
def exhaust(*, licence_id: UUID) -> Licence:
    """Mark a valid licence of which nothing is left; another one is left alone, so repeat freely.

    Event: licence.exhausted. Whether anything is left is known to the caller.
    """
    return _by_system(_lock(licence_id), Act.EXHAUST)


@transaction.atomic
def replenish(*, licence_id: UUID) -> Licence:
    """Open an exhausted licence again, to whose balance a correction returned goods.

    Event: licence.replenished.
    """
    return _by_system(_lock(licence_id), Act.REPLENISH)


def give_way(licence: Licence, to: Licence) -> Licence:
    """End a locked licence, whose place another takes. Event: licence.amended."""
    return _act(licence, Act.AMEND, None, _Said(document_ref=to.number))


def expire_due() -> int:
    """Mark every licence whose last day is over; return how many. Repeating is harmless.

    Event for each: licence.expired.
    """
    over = Licence.objects.filter(
        state__in=licence_life.sources(Act.EXPIRE), valid_until__lt=clock.today()
    )
    ids = list(over.order_by("valid_until", "pk").values_list("pk", flat=True))
    return sum(_expire(pk) for pk in ids)


@transaction.atomic
def _expire(licence_id: UUID) -> bool:
    licence = _lock(licence_id)
    before = licence.state
    return _by_system(licence, Act.EXPIRE).state != before


def _by_system(licence: Licence, act: Act) -> Licence:
    if licence_life.step(licence.state, act) is None:
        return licence
    return _act(licence, act, None, _Said())


def _lock(licence_id: UUID) -> Licence:
    found = (
        Licence.objects.select_for_update(of=("self",))
        .select_related("application__manufacturer")
        .filter(pk=licence_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _require(ground: str, reason: str) -> None:
    if not refusal_grounds().filter(code=ground).exists():
        raise InvalidInput("ground_unknown", _("Choose the ground."), field="ground")
    _require_reason(reason)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput("reason_missing", _("Give the reasons."), field="reason")


def _act(licence: Licence, act: Act, actor: User | None, said: _Said) -> Licence:
    """Keep the act and move the locked licence; the table says where to."""
    step = licence_life.step(licence.state, act)
    assert step is not None
    kept = LicenceAct.objects.create(
        licence=licence,
        act=act,
        ground=said.ground,
        reason=said.reason.strip(),
        document_ref=said.document_ref.strip(),
        review_on=said.review_on,
        by=actor,
        at=clock.now(),
    )
    licence.state = LicenceState(step.target).value
    licence.state_since = clock.today()
    licence.save(update_fields=["state", "state_since"])
    _set_deadline(licence)
    _tell(licence, kept)
    return licence


def _set_deadline(licence: Licence) -> None:
    """Nobody is reminded of the last day of a licence that can no longer be used."""
    if licence.state in licence_life.sources(Act.EXPIRE):
        notices.open_licence(licence)
    else:
        deadlines.cancel(subject=licence.subject, kind=notices.LICENCE_EXPIRY)


def _tell(licence: Licence, kept: LicenceAct) -> None:
    verb, notice = _TOLD[Act(kept.act)]
    log.record(
        actor=kept.by,
        verb=verb,
        subject=licence.subject,
        number=licence.number,
        data={
            "ground": kept.ground,
            "reason": kept.reason,
            "document_ref": kept.document_ref,
            "review_on": kept.review_on,
        },
    )
    people = notices.company_people(licence.application)
    notify(
        recipients=[*people, *people_with_role(Role.CUSTOMS)],
        kind=notice,
        params={"number": licence.number},
        link=f"/licences/{licence.number}/",
        key=f"{notice}:{kept.pk}",
        company=licence.application.manufacturer_id,
    )
