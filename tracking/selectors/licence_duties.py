"""What is owed under one licence, by its holder and by the authority, the earliest day first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import clock
from licensing.models import Licence, OwedProof
from licensing.selectors.licences.reports import Report
from tracking import policies
from tracking.models import CheckState, EndUseCheck
from tracking.selectors.licence_follows import Follows

#: From this many days before its last day a duty is marked.
SOON = 30
HOLDER, AUTHORITY = _("holder"), _("authority")


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty; `url` leads to where it is met, or is empty for whoever only reads."""

    title: str | Promise
    about: str
    due_on: date
    owner: Promise
    url: str = ""
    is_met: bool = False
    met_on: date | None = None
    came_late: bool = False

    @property
    def days_left(self) -> int:
        """Return the days until the last day, negative after it."""
        return (self.due_on - clock.today()).days

    @property
    def days_late(self) -> int:
        """Return the days since the last day, zero before it."""
        return max(-self.days_left, 0)

    @property
    def is_late(self) -> bool:
        """Tell whether the last day is over and the duty is not met."""
        return not self.is_met and self.days_left < 0

    @property
    def is_soon(self) -> bool:
        """Tell whether the last day is near and the duty is not met."""
        return not self.is_met and 0 <= self.days_left <= SOON


def duties_of(
    user: User, licence: Licence, reports: Iterable[Report], known: Follows
) -> list[Duty]:
    """Return the duties under a licence: open ones by their days, then met ones.

    A company does not learn of checks on site before they are made.
    """
    found = [
        *map(_report, reports),
        *_proofs(known.proofs, may_meet=bool(policies.may_declare(user, licence))),
        *_checks(known.checks),
    ]
    return sorted(found, key=lambda duty: (duty.is_met, duty.due_on))


def _report(report: Report) -> Duty:
    owed = report.owed
    return Duty(
        title=owed.get_kind_display(),
        about=f"№ {owed.about}" if owed.about else "",
        due_on=owed.due_on,
        owner=HOLDER,
        url=reverse("licences:report", args=[owed.pk]),
        is_met=report.last is not None,
        met_on=clock.kyiv_date(report.last.at) if report.last else None,
        came_late=report.came_late,
    )


def _proofs(proofs: Iterable[OwedProof], *, may_meet: bool) -> Iterator[Duty]:
    for proof in proofs:
        met_on = clock.kyiv_date(proof.met_at) if proof.met_at else None
        prove = reverse("licences:prove", args=[proof.shipment_no])
        yield Duty(
            title=_("Proof of delivery"),
            about=proof.shipment_no,
            due_on=proof.due_on,
            owner=HOLDER,
            url=prove if may_meet and met_on is None else "",
            is_met=met_on is not None,
            met_on=met_on,
            came_late=met_on is not None and met_on > proof.due_on,
        )


def _checks(checks: Iterable[EndUseCheck]) -> Iterator[Duty]:
    for check in checks:
        url = reverse("licences:check", args=[check.pk])
        if check.state == CheckState.PLANNED:
            yield Duty(_("Check on site"), check.place, check.planned_on, AUTHORITY, url)
        elif check.follow_up_on and check.followed_up_at is None:
            title = _("Follow-up of a check")
            yield Duty(title, check.place, check.follow_up_on, AUTHORITY, url)
