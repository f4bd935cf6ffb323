"""Proposals to change the rules, for the tests that need one."""

from datetime import date, timedelta
from typing import Any

from core.accounts.models import User
from core.base import clock
from core.reference.changing import Proposal
from core.reference.models import ChangeKind, ReferenceChange
from demo.cast import Cast
from licensing.services.reference import propose_change

CLOSED = {
    "tier": "closed",
    "embargo": True,
    "treaty_bar": False,
    "reason_uk": "Ембарго",
    "reason_en": "Embargo",
}


def proposed(actor: User, kind: str, key: str, payload: dict[str, Any], **more: Any) -> Any:
    """Propose a change from tomorrow on."""
    effective: date = more.pop("effective_on", clock.today() + timedelta(days=1))
    proposal = Proposal(
        kind=kind,
        key=key,
        payload=payload,
        effective_on=effective,
        source=more.pop("source", "Постанова № 1"),
        **more,
    )
    return propose_change(actor=actor, proposal=proposal)


def closing(cast: Cast, country: str, **more: Any) -> ReferenceChange:
    """Propose an embargo."""
    change: ReferenceChange = proposed(
        cast.reference_admin, ChangeKind.DESTINATION, country, CLOSED | more.pop("says", {}), **more
    )
    return change
