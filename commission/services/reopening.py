"""An amendment and the opinions: those it does not touch stand, the others are asked for again.

Which department is touched is told by `licensing.reopening`. An opinion that stands is written
once more under the new revision, word for word: whoever gave it, when, and on which text.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from commission.models import Condition, Finding, LineException, Opinion, OpinionRequest
from commission.services import opinions
from commission.services._database import lock_case
from commission.services.opinions import ConditionDraft
from core.audit.log import record
from core.base import clock
from core.notifications import deadlines
from licensing import reopening, snapshot
from licensing.models import Application, Revision


@transaction.atomic
def follow_amendment(*, application_id: UUID) -> None:
    """Bring the requests of the revision before to the one in force; repeating is harmless.

    Events: `opinion.stands`, `opinion.requested` for a department that is asked again.
    """
    application = lock_case(application_id)
    current = application.declared
    before = application.revisions.filter(number=current.number - 1).first()
    if before is None:
        return
    asked = application.opinion_requests.filter(revision=current).values("department_id")
    waiting = list(
        application.opinion_requests.filter(revision=before)
        .exclude(department__in=asked)
        .select_related("department", "asked_by")
    )
    if not waiting:
        return
    parts = reopening.touched(snapshot.read(before.text), snapshot.read(current.text))
    again = {*reopening.departments((one.department.code for one in waiting), parts).again}
    if reopening.Part.LINES in parts:
        again |= _excepting_lines(before)
    for request in waiting:
        deadlines.cancel(kind=opinions.DEADLINE, subject=opinions.deadline_subject(request))
        if request.department.code in again:
            _ask_again(application, request, current)
        else:
            _let_stand(application, request, current)


def _excepting_lines(before: Revision) -> set[str]:
    """Return the departments that did not agree to a line: the numbers may mean others now."""
    rows = LineException.objects.filter(opinion__request__revision=before)
    return set(rows.values_list("opinion__request__department__code", flat=True))


def _ask_again(application: Application, request: OpinionRequest, current: Revision) -> None:
    """Ask anew, with as many days as were given before."""
    days = (request.due_on - clock.kyiv_date(request.asked_at)).days
    due_on = clock.today() + timedelta(days=max(days, 1))
    new = _request(application, request, current, due_on=due_on)
    opinions.tell_advisers(new)
    _record("opinion.requested", new, {"due_on": due_on, "again": True})


def _let_stand(application: Application, request: OpinionRequest, current: Revision) -> None:
    new = _request(
        application,
        request,
        current,
        due_on=request.due_on,
        waived_by=request.waived_by,
        waived_at=request.waived_at,
        waiver_note=request.waiver_note,
    )
    opinion = Opinion.objects.filter(request=request).first()
    if opinion is not None:
        _write_again(opinion, new)
    elif new.waived_at is None:
        opinions.keep_deadline(new)
    digest = opinion.sha256 if opinion else ""
    _record("opinion.stands", new, {"since": request.revision.number, "sha256": digest})


def _request(
    application: Application, request: OpinionRequest, current: Revision, **fields: object
) -> OpinionRequest:
    return OpinionRequest.objects.create(
        application=application,
        revision=current,
        department=request.department,
        question=request.question,
        asked_by=request.asked_by,
        asked_at=clock.now(),
        **fields,
    )


def _write_again(opinion: Opinion, request: OpinionRequest) -> None:
    fields = ("verdict", "summary", "author", "given_at", "text", "sha256")
    kept = Opinion.objects.create(
        request=request, **{name: getattr(opinion, name) for name in fields}
    )
    Finding.objects.bulk_create(
        Finding(opinion=kept, criterion=one.criterion, risk=one.risk, reason=one.reason)
        for one in opinion.findings.all()
    )
    LineException.objects.bulk_create(
        LineException(opinion=kept, line=one.line, reason=one.reason)
        for one in opinion.exceptions.all()
    )
    texts = ("department", "position", *ConditionDraft.__dataclass_fields__)
    Condition.objects.bulk_create(
        Condition(
            application=request.application,
            opinion=kept,
            **{name: getattr(one, name) for name in texts},
        )
        for one in opinion.conditions.all()
    )


def _record(verb: str, request: OpinionRequest, data: dict[str, object]) -> None:
    record(
        actor=None,
        verb=verb,
        subject=f"case:{request.application_id}",
        number=request.application.number or "",
        data={"department": request.department.code, "revision": request.revision.number, **data},
    )
