"""Questions to the applicant: each stops the clock until its complete answer."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.base import clock
from core.base.errors import Conflict, InvalidInput
from core.documents.models import StoredFile
from core.notifications import deadlines
from core.notifications.texts import Kind as Notice
from licensing import policies, terms
from licensing.models import (
    Application,
    InformationRequest,
    Pause,
    RequestFile,
    RequestMessage,
    Side,
)
from licensing.policies import Deed
from licensing.services import _notices as notices
from licensing.services._advance import expect_version, lock, remember_preparer, touch
from licensing.services.answer_drafts import forget_answer_draft


@transaction.atomic
def ask(
    *, actor: User, application_id: UUID, version: int, question: str, due_on: date
) -> InformationRequest:
    """Ask the company; the clock pauses from this date (domain.md 3.6).

    Event: request.asked. Opens the deadline of the answer and moves the one of the decision.
    """
    _require_question(question, due_on)
    application = lock(application_id)
    policies.authorise(actor, Deed.ASK, application)
    expect_version(application, version)
    request = InformationRequest.objects.create(
        application=application,
        number=application.requests.count() + 1,
        question=question.strip(),
        asked_by=actor,
        asked_at=clock.now(),
        due_on=due_on,
    )
    Pause.objects.create(
        application=application,
        request=request,
        reason=question.strip()[:200],
        starts_on=clock.today(),
    )
    remember_preparer(application, actor)
    _after_change(application, actor, "request.asked", request)
    notices.open_question(application, request)
    notices.tell_company(
        application,
        Notice.QUESTION_ASKED,
        key=f"asked:{request.pk}",
        due_on=due_on.isoformat(),
    )
    return request


@transaction.atomic
def answer(
    *,
    actor: User,
    request_id: UUID,
    text: str,
    files: Iterable[StoredFile] = (),
    complete: bool = True,
) -> InformationRequest:
    """Send a message of the company; `complete` declares the answer whole and ends the pause.

    Event: request.answered, or request.message while it is not complete. Raises Conflict when
    the question is already answered.
    """
    request = _locked_request(request_id)
    application = request.application
    policies.authorise(actor, Deed.ANSWER, application)
    if request.complete_at is not None:
        raise Conflict("already_answered", _("This question is already answered."))
    _say(request, actor, Side.COMPANY, text, files)
    forget_answer_draft(request_id=request.pk)
    if not complete:
        touch(application, actor=actor, event="request.message", data=_facts(request))
        return request
    _complete(request, actor)
    _after_change(application, actor, "request.answered", request, answered_at=request.complete_at)
    deadlines.meet(kind=notices.QUESTION, subject=notices.question_subject(request))
    notices.tell_officials(
        application,
        notices.officers_of(application),
        Notice.QUESTION_ANSWERED,
        key=f"answered:{request.pk}",
    )
    return request


@transaction.atomic
def comment(*, actor: User, request_id: UUID, text: str) -> RequestMessage:
    """Add the officer's word to an open question. Event: request.message."""
    request = _locked_request(request_id)
    policies.authorise(actor, Deed.ASK, request.application)
    if request.complete_at is not None:
        raise Conflict("already_answered", _("This question is already answered."))
    message = _say(request, actor, Side.AUTHORITY, text, ())
    touch(request.application, actor=actor, event="request.message", data=_facts(request))
    return message


def _locked_request(request_id: UUID) -> InformationRequest:
    found = InformationRequest.objects.filter(pk=request_id).values_list("application", flat=True)
    application_id = found.first()
    if application_id is None:
        raise Http404
    application = lock(application_id)
    request = InformationRequest.objects.get(pk=request_id)
    request.application = application
    return request


def _require_question(question: str, due_on: date) -> None:
    if not question.strip():
        raise InvalidInput("question_missing", _("Write the question."), field="question")
    if due_on <= clock.today():
        raise InvalidInput(
            "due_in_past", _("The answer must be due on a later day."), field="due_on"
        )


def _say(
    request: InformationRequest,
    actor: User,
    side: Side,
    text: str,
    files: Iterable[StoredFile],
) -> RequestMessage:
    if not text.strip():
        raise InvalidInput("text_missing", _("Write the answer."), field="text")
    message = RequestMessage.objects.create(
        request=request, side=side, author=actor, at=clock.now(), text=text.strip()
    )
    for file in files:
        RequestFile.objects.create(message=message, file=file)
    return message


def _complete(request: InformationRequest, actor: User) -> None:
    request.complete_at = clock.now()
    request.answered_by = actor
    request.save(update_fields=["complete_at", "answered_by"])
    Pause.objects.filter(request=request).update(ends_on=clock.today())


def _after_change(
    application: Application,
    actor: User,
    event: str,
    request: InformationRequest,
    **changes: object,
) -> None:
    """Write the pause and the term that follow from the questions, as they are now."""
    open_since = application.pauses.filter(ends_on__isnull=True).order_by("starts_on").first()
    due_on = terms.due_now(application)
    touch(
        application,
        actor=actor,
        event=event,
        data={**_facts(request), "due": due_on},
        paused_since=open_since.starts_on if open_since else None,
        due_on=due_on,
        **changes,
    )
    notices.move_term(application, due_on)


def _facts(request: InformationRequest) -> dict[str, object]:
    return {"request": request.pk, "question": request.number}
