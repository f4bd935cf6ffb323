"""Acts on a licence after issue: suspend, reinstate, revoke. Each has ground, reason, author."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit import log
from core.base import clock
from core.base.errors import InvalidInput
from core.notifications.messages import notify
from core.notifications.texts import Kind as Notice
from core.reference.selectors import refusal_grounds
from licensing import policies
from licensing.models import Licence, LicenceAct, LicenceState
from licensing.models.licence import Act
from licensing.services import _notices as notices


@transaction.atomic
def suspend(
    *, actor: User, licence_id: UUID, ground: str, reason: str, review_on: date | None = None
) -> Licence:
    """Stop the use of a valid licence at once. Event: licence.suspended."""
    _require(ground, reason)
    if review_on is not None and review_on <= clock.today():
        raise InvalidInput(
            "review_in_past", _("The review must be on a later day."), field="review_on"
        )
    licence = _lock(licence_id)
    policies.authorise_control(actor, licence, LicenceState.VALID)
    kept = _keep(licence, actor, Act.SUSPEND, ground, reason, review_on)
    return _change(licence, LicenceState.SUSPENDED, kept, Notice.LICENCE_SUSPENDED)


@transaction.atomic
def reinstate(*, actor: User, licence_id: UUID, reason: str) -> Licence:
    """End a suspension. Event: licence.reinstated."""
    _require_reason(reason)
    licence = _lock(licence_id)
    policies.authorise_control(actor, licence, LicenceState.SUSPENDED)
    kept = _keep(licence, actor, Act.REINSTATE, "", reason)
    return _change(licence, LicenceState.VALID, kept, Notice.LICENCE_REINSTATED)


@transaction.atomic
def revoke(*, actor: User, licence_id: UUID, ground: str, reason: str) -> Licence:
    """Annul a licence for good. Event: licence.revoked."""
    _require(ground, reason)
    licence = _lock(licence_id)
    policies.authorise_control(actor, licence, LicenceState.VALID, LicenceState.SUSPENDED)
    kept = _keep(licence, actor, Act.REVOKE, ground, reason)
    return _change(licence, LicenceState.REVOKED, kept, Notice.LICENCE_REVOKED)


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


def _keep(
    licence: Licence,
    actor: User,
    act: Act,
    ground: str,
    reason: str,
    review_on: date | None = None,
) -> LicenceAct:
    return LicenceAct.objects.create(
        licence=licence,
        act=act,
        ground=ground,
        reason=reason.strip(),
        review_on=review_on,
        by=actor,
        at=clock.now(),
    )


_EVENTS = {
    Act.SUSPEND: "licence.suspended",
    Act.REINSTATE: "licence.reinstated",
    Act.REVOKE: "licence.revoked",
}


def _change(licence: Licence, state: LicenceState, kept: LicenceAct, notice: Notice) -> Licence:
    licence.state = state.value
    licence.state_since = clock.today()
    licence.save(update_fields=["state", "state_since"])
    log.record(
        actor=kept.by,
        verb=_EVENTS[Act(kept.act)],
        subject=licence.subject,
        number=licence.number,
        data={"ground": kept.ground, "reason": kept.reason, "review_on": kept.review_on},
    )
    notify(
        recipients=notices.company_people(licence.application),
        kind=notice,
        params={"number": licence.number},
        link=f"/licences/{licence.number}/",
        key=f"{notice}:{kept.pk}",
    )
    return licence
