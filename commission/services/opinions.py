"""Asking departments and their answers: findings by criterion, a verdict, conditions they own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from commission import policies
from commission.models import Condition, Finding, Opinion, OpinionRequest, Risk, Verdict
from commission.services import lines_excepted
from commission.services._database import TAKEN, explained, lock_case
from commission.services.lines_excepted import ExceptionDraft
from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_of_department
from core.audit.log import record
from core.base import canonical, clock
from core.base.errors import Conflict, InvalidInput
from core.notifications import deadlines
from core.notifications.messages import notify
from core.notifications.texts import Kind
from core.reference.models import Criterion, Department
from core.reference.selectors import criteria

DEADLINE = "opinion"
SCHEMA = "dozvil.opinion.1"


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """What the department found under one criterion ("1" … "8")."""

    criterion: str
    risk: Risk
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ConditionDraft:
    """A condition the department asks for; Ukrainian is the text in law.

    A term that can be counted is a day, or a number of days after the permit is issued.
    """

    text_uk: str
    text_en: str = ""
    term_uk: str = ""
    term_en: str = ""
    due_on: date | None = None
    due_days: int | None = None


@transaction.atomic
def ask_department(
    *, actor: User, application_id: UUID, department_id: UUID, due_on: date, question: str = ""
) -> OpinionRequest:
    """Ask one department about the current revision, to be answered by `due_on` (Kyiv date).

    Event: `opinion.requested`. Opens a Deadline for the department's advisers and tells them.
    Raises NotAllowed, Conflict when it is asked already, InvalidInput for a day in the past.
    """
    application = lock_case(application_id)
    policies.require(policies.may_ask_departments(actor, application))
    department = get_object_or_404(Department, pk=department_id)
    if due_on < clock.today():
        raise InvalidInput("due_in_past", _("Choose today or a later day."), field="due_on")
    asked = Conflict("asked_already", _("This department is asked about this revision already."))
    with explained({TAKEN: asked}):
        request = OpinionRequest.objects.create(
            application=application,
            revision=application.declared,
            department=department,
            question=question.strip(),
            due_on=due_on,
            asked_by=actor,
            asked_at=clock.now(),
        )
    _record(actor, "opinion.requested", request, {"due_on": due_on})
    tell_advisers(request)
    return request


def tell_advisers(request: OpinionRequest) -> None:
    """Open the deadline of a request and tell the department's advisers."""
    keep_deadline(request)
    notify(
        recipients=people_of_department(request.department_id, Role.ADVISER),
        kind=Kind.OPINION_REQUESTED,
        params={
            "number": request.application.number or "",
            "due_on": request.due_on.isoformat(),
        },
        link=f"/opinions/{request.pk}/",
        key=f"opinion.requested:{request.pk}",
    )


def keep_deadline(request: OpinionRequest) -> None:
    """Open the deadline of a request for the department's advisers."""
    deadlines.open_deadline(
        kind=DEADLINE,
        subject=deadline_subject(request),
        number=request.application.number or "",
        link=f"/opinions/{request.pk}/",
        due_on=request.due_on,
        recipients=people_of_department(request.department_id, Role.ADVISER),
        overseers=[request.application.officer] if request.application.officer else [],
    )


def deadline_subject(request: OpinionRequest) -> str:
    """Return the name under which the deadline of a request is kept."""
    return f"opinion:{request.pk}"


@transaction.atomic
def give_opinion(
    *,
    actor: User,
    request_id: UUID,
    verdict: Verdict,
    summary: str,
    findings: Iterable[FindingDraft],
    conditions: Iterable[ConditionDraft] = (),
    exceptions: Iterable[ExceptionDraft] = (),
) -> Opinion:
    """Answer for the department: once, for the revision it was asked about.

    Support needs no blocking finding, conditions need at least one condition, opposition needs a
    finding that carries it. `exceptions` are lines it does not agree to although it supports the
    rest. Event: `opinion.given` with the digest of the whole text. Raises
    Http404, NotAllowed, Conflict, InvalidInput.
    """
    request = _lock_request(request_id)
    policies.require(policies.may_give_opinion(actor, request))
    found, wanted = complete(findings), tuple(conditions)
    _check(verdict, summary, found, wanted)
    excepted = lines_excepted.checked(request.revision, verdict, exceptions)
    content = _content(request, actor, verdict, summary, found, wanted)
    text = canonical.dumps(content | {"exceptions": lines_excepted.content(excepted)})
    opinion = Opinion.objects.create(
        request=request,
        verdict=verdict,
        summary=summary.strip(),
        author=actor,
        given_at=clock.now(),
        text=text,
        sha256=canonical.digest(text),
    )
    _write_parts(opinion, found, wanted)
    lines_excepted.write(opinion, excepted)
    _record(actor, "opinion.given", request, {"verdict": verdict, "sha256": opinion.sha256})
    deadlines.meet(kind=DEADLINE, subject=deadline_subject(request))
    _tell_officer(request)
    return opinion


def _lock_request(request_id: UUID) -> OpinionRequest:
    known = get_object_or_404(OpinionRequest, pk=request_id)
    application = lock_case(known.application_id)
    request = (
        OpinionRequest.objects.select_for_update(of=("self",))
        .select_related("department", "revision")
        .get(pk=request_id)
    )
    request.application = application
    return request


def complete(findings: Iterable[FindingDraft]) -> list[FindingDraft]:
    """Return one finding for each criterion; those left out are "not assessed".

    Raises InvalidInput for an unknown criterion or a repeated one.
    """
    codes = list(criteria().values_list("code", flat=True))
    given: dict[str, FindingDraft] = {}
    for finding in findings:
        if finding.criterion not in codes or finding.criterion in given:
            message = _("Each criterion is assessed once.")
            raise InvalidInput("criterion_wrong", message, field="findings")
        given[finding.criterion] = finding
    return [given.get(code, FindingDraft(code, Risk.NOT_ASSESSED)) for code in codes]


def _check(
    verdict: Verdict,
    summary: str,
    findings: Sequence[FindingDraft],
    conditions: Sequence[ConditionDraft],
) -> None:
    if not summary.strip():
        raise InvalidInput("summary_missing", _("Write the opinion in words."), field="summary")
    risky = [finding for finding in findings if finding.risk in (Risk.ATTENTION, Risk.BLOCK)]
    for finding in risky:
        if not finding.reason.strip():
            message = _("Say what speaks against it under criterion %(criterion)s.")
            field = f"reason_{finding.criterion}"
            raise InvalidInput("reason_missing", message, field=field, criterion=finding.criterion)
    if verdict == Verdict.OPPOSE and not risky:
        message = _("To oppose, mark at least one criterion and give the reason.")
        raise InvalidInput("oppose_without_finding", message, field="verdict")
    if verdict == Verdict.CONDITIONS and not conditions:
        message = _("Write at least one condition, or choose another verdict.")
        raise InvalidInput("conditions_missing", message, field="verdict")
    if verdict != Verdict.CONDITIONS and conditions:
        message = _("Conditions belong to “support with conditions”.")
        raise InvalidInput("conditions_unexpected", message, field="verdict")
    for position, condition in enumerate(conditions, start=1):
        check_due(condition, field=f"due_on_{position}")


def check_due(condition: ConditionDraft, *, field: str) -> None:
    """Raise InvalidInput for a term given twice, in the past, or of no days at all."""
    if condition.due_on is not None and condition.due_days is not None:
        message = _("Give a day or a number of days, not both.")
        raise InvalidInput("due_twice", message, field=field)
    if condition.due_on is not None and condition.due_on < clock.today():
        message = _("Choose today or a later day.")
        raise InvalidInput("due_in_past", message, field=field)
    if condition.due_days is not None and condition.due_days < 1:
        message = _("Give at least one day.")
        raise InvalidInput("due_days_wrong", message, field=field)


def _content(
    request: OpinionRequest,
    actor: User,
    verdict: Verdict,
    summary: str,
    findings: Sequence[FindingDraft],
    conditions: Sequence[ConditionDraft],
) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "case": request.application.number,
        "revision": request.revision.sha256,
        "department": request.department.code,
        "author": actor.name_uk,
        "given_at": clock.now(),
        "verdict": str(verdict),
        "summary": summary.strip(),
        "findings": [
            {"criterion": f.criterion, "risk": str(f.risk), "reason": f.reason.strip()}
            for f in findings
        ],
        "conditions": [
            {
                "text": {"uk": c.text_uk, "en": c.text_en},
                "term": {"uk": c.term_uk, "en": c.term_en},
                "due": {"on": c.due_on, "days": c.due_days},
            }
            for c in conditions
        ],
    }


def _write_parts(
    opinion: Opinion, findings: Sequence[FindingDraft], conditions: Sequence[ConditionDraft]
) -> None:
    criterion = {row.code: row for row in Criterion.objects.all()}
    Finding.objects.bulk_create(
        Finding(
            opinion=opinion,
            criterion=criterion[f.criterion],
            risk=f.risk,
            reason=f.reason.strip(),
        )
        for f in findings
    )
    Condition.objects.bulk_create(
        Condition(
            application=opinion.request.application,
            opinion=opinion,
            department=opinion.request.department,
            position=position,
            text_uk=c.text_uk.strip(),
            text_en=c.text_en.strip(),
            term_uk=c.term_uk.strip(),
            term_en=c.term_en.strip(),
            due_on=c.due_on,
            due_days=c.due_days,
        )
        for position, c in enumerate(conditions, start=1)
    )


def _tell_officer(request: OpinionRequest) -> None:
    officer = request.application.officer
    notify(
        recipients=[officer] if officer else [],
        kind=Kind.OPINION_GIVEN,
        params={"number": request.application.number or ""},
        link=f"/cases/{request.application.number}/opinions/",
        key=f"opinion.given:{request.pk}",
    )


def _record(actor: User, verb: str, request: OpinionRequest, data: Mapping[str, object]) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=f"case:{request.application_id}",
        number=request.application.number or "",
        data={"department": request.department.code, "revision": request.revision.number, **data},
    )
