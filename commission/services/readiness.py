"""The last gate of the review: every department asked has answered, or its silence is explained."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commission import policies
from commission.models import OpinionRequest, Urgency
from commission.services._database import lock_case
from commission.services.opinions import DEADLINE, deadline_subject
from commission.services.reopening import follow_amendment
from core.accounts.models import User
from core.audit.log import record
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from core.notifications import deadlines
from licensing.models import Application
from licensing.services import case
from licensing.services.gates import keeps_refused_runs


@keeps_refused_runs
@transaction.atomic
def mark_ready(
    *,
    actor: User,
    application_id: UUID,
    version: int,
    notes: Mapping[UUID, str] | None = None,
    urgent: str = "",
) -> Application:
    """Declare the review finished: all opinions on the current revision are in.

    An overdue request may be waived with a note in `notes` (by request id); one that is not yet
    due may not. With a reason in `urgent` it comes first among the cases proposed for an agenda.
    Events: `opinion.waived`, `case.urgent`, then those of `licensing.services.case.mark_ready`.
    Raises NotAllowed, Conflict for an opinion still awaited, InvalidInput for a missing note,
    StaleForm.
    """
    application = lock_case(application_id)
    policies.require(policies.may_ask_departments(actor, application))
    follow_amendment(application_id=application_id)
    for request in missing_opinions(application):
        _waive(actor, request, (notes or {}).get(request.pk, "").strip())
    if urgent.strip():
        _put_first(actor, application, urgent.strip())
    return case.mark_ready(actor=actor, application_id=application_id, version=version)


def _put_first(actor: User, application: Application, reason: str) -> None:
    """Say it once for a revision: a case that is ready for the second time has it already."""
    revision = application.declared
    if Urgency.objects.filter(revision=revision).exists():
        return
    Urgency.objects.create(revision=revision, reason=reason, by=actor, at=clock.now())
    record(
        actor=actor,
        verb="case.urgent",
        subject=application.subject,
        number=application.number or "",
        data={"reason": reason},
    )


def missing_opinions(application: Application) -> list[OpinionRequest]:
    """Return the requests on the current revision that nobody answered and nobody waived."""
    return list(
        OpinionRequest.objects.filter(
            application=application,
            revision=application.current_revision,
            opinion__isnull=True,
            waived_at__isnull=True,
        ).select_related("department", "application")
    )


def awaited(missing: Iterable[OpinionRequest]) -> list[Conflict]:
    """Return why the case cannot go on yet: one refusal for each request that is not due."""
    return [_too_early(row) for row in missing if row.due_on >= clock.today()]


def _too_early(request: OpinionRequest) -> Conflict:
    return Conflict(
        "opinion_awaited",
        _("The opinion of %(department)s is awaited until %(due)s."),
        department=request.department.short,
        due=request.due_on.strftime("%d.%m.%Y"),
    )


def _waive(actor: User, request: OpinionRequest, note: str) -> None:
    department = request.department.short
    if request.due_on >= clock.today():
        raise _too_early(request)
    if not note:
        message = _("Say why the case goes on without the opinion of %(department)s.")
        raise InvalidInput(
            "note_missing", message, field=f"note_{request.pk}", department=department
        )
    request.waived_by, request.waived_at, request.waiver_note = actor, clock.now(), note
    request.save(update_fields=["waived_by", "waived_at", "waiver_note"])
    deadlines.cancel(kind=DEADLINE, subject=deadline_subject(request))
    record(
        actor=actor,
        verb="opinion.waived",
        subject=f"case:{request.application_id}",
        number=request.application.number or "",
        data={"department": request.department.code, "note": note},
    )
