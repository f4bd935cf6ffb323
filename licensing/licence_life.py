"""The life of a licence, on one page: by which act, from which state, to which, by whom.

The services read this table and the database trigger is generated from it. `expired` and
`exhausted` are set by the system on the day: nobody decides them. An amendment is decided as any
export is: a new decision issues a new licence, and the old one ends by the same stroke. Nothing
here touches the database.
"""

from dataclasses import dataclass

import pgtrigger
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LicenceState(models.TextChoices):
    """The state of a licence."""

    VALID = "valid", _("Valid")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    SURRENDERED = "surrendered", _("Surrendered")
    EXHAUSTED = "exhausted", _("Exhausted")
    EXPIRED = "expired", _("Expired")
    AMENDED = "amended", pgettext_lazy("state of a permit", "Replaced")


class Act(models.TextChoices):
    """An act on a licence."""

    ISSUE = "issue", _("Issued")
    SUSPEND = "suspend", _("Suspended")
    REINSTATE = "reinstate", _("Reinstated")
    REVOKE = "revoke", _("Revoked")
    SURRENDER = "surrender", _("Surrendered")
    EXHAUST = "exhaust", _("Exhausted")
    REPLENISH = "replenish", pgettext_lazy("act on a permit", "Balance restored")
    EXPIRE = "expire", _("Expired")
    AMEND = "amend", pgettext_lazy("act on a permit", "Replaced by an amended permit")


class Author(models.TextChoices):
    """Who may do it."""

    HEAD = "head", _("head of licensing")
    SIGNATORY = "signatory", _("signatory of the company")
    SYSTEM = "system", _("the system")


@dataclass(frozen=True, slots=True)
class Step:
    """One lawful step of a licence."""

    source: LicenceState
    act: Act
    target: LicenceState
    author: Author
    why: Promise


S, A, W = LicenceState, Act, Author

STEPS: tuple[Step, ...] = (
    Step(S.VALID, A.SUSPEND, S.SUSPENDED, W.HEAD,
         _("Shipments stop at once; a day of review is set.")),
    Step(S.SUSPENDED, A.REINSTATE, S.VALID, W.HEAD,
         _("The ground of the suspension is gone.")),
    Step(S.VALID, A.REVOKE, S.REVOKED, W.HEAD,
         _("The permit is annulled for good.")),
    Step(S.SUSPENDED, A.REVOKE, S.REVOKED, W.HEAD,
         _("The permit is annulled for good.")),
    Step(S.VALID, A.SURRENDER, S.SURRENDERED, W.SIGNATORY,
         _("The holder gives the rest of the permit back.")),
    Step(S.SUSPENDED, A.SURRENDER, S.SURRENDERED, W.SIGNATORY,
         _("The holder gives the rest of the permit back.")),
    Step(S.VALID, A.EXHAUST, S.EXHAUSTED, W.SYSTEM,
         _("The last of the permitted goods has crossed the border.")),
    Step(S.EXHAUSTED, A.REPLENISH, S.VALID, W.SYSTEM,
         _("A correction returned goods to the balance.")),
    Step(S.VALID, A.EXPIRE, S.EXPIRED, W.SYSTEM,
         _("The last day of the permit is over.")),
    Step(S.SUSPENDED, A.EXPIRE, S.EXPIRED, W.SYSTEM,
         _("The last day of the permit is over.")),
    Step(S.VALID, A.AMEND, S.AMENDED, W.SYSTEM,
         _("A new decision issued an amended permit. What was announced before may still cross.")),
)  # fmt: skip

#: Acts that no person does.
BY_SYSTEM: tuple[Act, ...] = tuple(
    sorted({step.act for step in STEPS if step.author == W.SYSTEM}, key=list(Act).index)
)


def step(source: str, act: Act) -> Step | None:
    """Return the lawful step by `act` from `source`, or None."""
    return next((one for one in STEPS if (one.source, one.act) == (source, act)), None)


def sources(act: Act) -> tuple[LicenceState, ...]:
    """Return the states in which `act` is lawful."""
    return tuple(one.source for one in STEPS if one.act == act)


def trigger() -> pgtrigger.Trigger:
    """Return the database's copy of this page."""
    steps = sorted({(one.source.value, one.target.value) for one in STEPS})
    return pgtrigger.FSM(name="state_steps", field="state", transitions=steps)
