"""Who leads a case: one case, many at once, or everything of somebody who leaves."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.base.errors import Conflict, DomainError, InvalidInput
from core.notifications import deadlines
from core.notifications.texts import Kind as Notice
from licensing import policies
from licensing.lifecycle import OPEN
from licensing.models import Application
from licensing.policies import Deed
from licensing.selectors.scope import visible_to
from licensing.services import _notices as notices
from licensing.services._advance import expect_version, lock, remember_preparer, touch


@dataclass(frozen=True, slots=True)
class Refused:
    """A case that stayed where it was, and why."""

    number: str
    reason: str


@dataclass(slots=True)
class Report:
    """What became of each case of a bulk assignment."""

    done: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    #: So many were not there any more, or never were there for this person.
    vanished: int = 0


@transaction.atomic
def assign(*, actor: User, application_id: UUID, version: int, officer: User) -> Application:
    """Give a case to an officer: the head any open case, an officer the case she leads.

    Both officers count as preparers and never decide the case (rule 3). Event: case.assigned.
    Raises NotAllowed, Conflict, StaleForm, or InvalidInput for somebody who cannot lead it.
    """
    application = lock(application_id)
    policies.authorise(actor, Deed.ASSIGN, application)
    expect_version(application, version)
    _require_able(officer, application)
    before = application.officer
    remember_preparer(application, officer)
    touch(
        application,
        actor=actor,
        event="case.assigned",
        data={"from": before.pk if before else None, "to": officer.pk},
        officer=officer,
    )
    if before is not None:
        deadlines.hand_over(subject=application.subject, old=before, new=officer)
    notices.tell_officials(
        application,
        [officer],
        Notice.CASE_ASSIGNED,
        key=f"assigned:{application.pk}:{application.version}",
    )
    return application


def assign_many(*, actor: User, chosen: Iterable[tuple[UUID, int]], officer: User) -> Report:
    """Give many cases to an officer, each in its own transaction: (case, version seen).

    What is refused stays as it was and is reported, what is not there is counted; the others
    go through.
    """
    report = Report()
    wanted = dict(chosen)
    visible = visible_to(actor).filter(pk__in=wanted).order_by("number")
    rows = list(visible.values_list("pk", "number"))
    report.vanished = len(wanted) - len(rows)
    for pk, number in rows:
        try:
            assign(actor=actor, application_id=pk, version=wanted[pk], officer=officer)
        except DomainError as refusal:
            report.refused.append(Refused(number or "", refusal.message))
        else:
            report.done.append(number or "")
    return report


def hand_over_all(*, actor: User, leaver: User, officer: User) -> Report:
    """Give every open case of somebody who leaves, or has left, to one officer.

    Only the head of licensing; restricted cases that the new officer may not open are reported.
    """
    policies.require(policies.may_hand_over(actor))
    if leaver.pk == officer.pk:
        raise InvalidInput("same_officer", _("Choose two people."), field="officer")
    led = Application.objects.filter(officer=leaver, status__in=sorted(OPEN))
    return assign_many(actor=actor, chosen=led.values_list("pk", "version"), officer=officer)


def _require_able(officer: User, application: Application) -> None:
    if not has_role(officer, Role.OFFICER):
        message = _("Only an active case officer leads a case.")
        raise InvalidInput("not_officer", message, field="officer")
    if application.officer_id == officer.pk:
        raise Conflict("leads_already", _("This officer leads the case already."))
    if not visible_to(officer).filter(pk=application.pk).exists():
        message = _("The case is restricted and this officer has no access to it.")
        raise Conflict("no_access", message)
