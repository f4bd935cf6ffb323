"""The list of a company's cases, and one case as its company sees it."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.accounts.models import User
from core.documents.models import IssuedDocument, StoredFile
from core.documents.selectors import document_of
from core.reference.calendar import WorkingCalendar
from core.reference.selectors import working_calendar
from licensing import snapshot
from licensing.lifecycle import Status
from licensing.models import (
    AnswerDraft,
    Application,
    Decision,
    InformationRequest,
    Licence,
    Pause,
    Refusal,
    ReturnNote,
    Revision,
)
from licensing.selectors.applicant.own import own_applications
from licensing.selectors.case.files import file_of_case
from licensing.selectors.case.ruler import Ruler, ruler_of
from licensing.selectors.case.timeline import Entry, Step, company_journal, journey
from licensing.selectors.licences.register import state_of
from licensing.snapshot import Snapshot

PAGE_SIZE = 25
#: Who of the authority did it is not the company's business; the authority did.
_BY_AUTHORITY = frozenset(
    {"case.returned", "case.accepted", "case.marked_ready", "case.placed_on_agenda",
     "case.decided", "case.lapsed", "request.asked"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One application of the list with its clock, if it runs."""

    case: Application
    ruler: Ruler | None

    @property
    def is_paused(self) -> bool:
        """Tell whether the clock stands."""
        return self.case.paused_since is not None

    @property
    def destination(self) -> str:
        """Return the country of destination in the reader's language."""
        return snapshot.country_name(self.case.destination) if self.case.destination else ""


@dataclass(frozen=True, slots=True)
class Stop:
    """One pause with the days it took; None while it is open."""

    pause: Pause
    days: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The start page of a company's person."""

    questions: list[InformationRequest]
    returned: list[Application]
    drafts: list[Row]
    rows: list[Row]
    older: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The legal act as the company sees it, with its documents once they are sealed."""

    decision: Decision
    licence: Licence | None
    licence_state: tuple[str, str]
    licence_document: IssuedDocument | None
    refusal: Refusal | None
    refusal_document: IssuedDocument | None


@dataclass(frozen=True, slots=True)
class CompanyCase:
    """Everything on the company's page of a case."""

    case: Application
    content: Snapshot
    ruler: Ruler | None
    pauses: list[Stop]
    questions: list[InformationRequest]
    steps: list[Step]
    revisions: list[Revision]
    returned: ReturnNote | None
    verdict: Verdict | None

    @property
    def open_questions(self) -> list[InformationRequest]:
        """Return the questions that wait for the company."""
        return [question for question in self.questions if question.complete_at is None]


def get_question(case: Application, request_id: UUID) -> InformationRequest:
    """Return a question of the case with its conversation. Raises Http404."""
    return get_object_or_404(questions_of(case), pk=request_id)


def answer_draft(asked: InformationRequest) -> AnswerDraft | None:
    """Return the answer that the company still writes, or None."""
    return AnswerDraft.objects.select_related("saved_by").filter(request=asked).first()


def get_revision(case: Application, number: int) -> Revision:
    """Return a frozen revision. Raises Http404."""
    return get_object_or_404(case.revisions.select_related("signed_by"), number=number)


def get_refusal_document(case: Application, number: str) -> IssuedDocument:
    """Return the sealed notice of refusal. Raises Http404 while there is none."""
    refusal = get_object_or_404(case.refusals, number=number)
    document = document_of("refusal", refusal.number)
    if document is None:
        raise Http404
    return document


def get_file(case: Application, file_id: UUID) -> StoredFile:
    """Return a file of the draft, of a declared revision or of a conversation. Raises Http404."""
    drafted = Q(pk__in=case.attachments.values("file")) | Q(
        pk__in=Application.objects.filter(pk=case.pk).values("certificate__file")
    )
    found = StoredFile.objects.filter(drafted, pk=file_id).first()
    return found or file_of_case(case, file_id)


def questions_of(case: Application) -> QuerySet[InformationRequest]:
    """Return the questions of a case with conversations and files."""
    return case.requests.prefetch_related("messages__author", "messages__files__file")


def overview(user: User, after: str = "") -> Overview:
    """Return what waits for the company, its drafts and a page of its cases."""
    own = own_applications(user).defer("current_revision__text", "latest_checks__text")
    drafts = list(own.filter(status=Status.DRAFT).order_by(F("saved_at").desc(nulls_last=True)))
    cases = own.exclude(status=Status.DRAFT).order_by("-created_at", "id")
    page = list(_after(cases, after).prefetch_related("pauses")[: PAGE_SIZE + 1])
    calendar, shown = working_calendar(), page[:PAGE_SIZE]
    return Overview(
        questions=_open_questions(user),
        returned=[draft for draft in drafts if draft.number],
        drafts=[Row(draft, None) for draft in drafts if not draft.number],
        rows=[_row(case, calendar) for case in shown],
        older=_link(shown[-1]) if len(page) > PAGE_SIZE else "",
    )


def company_case(case: Application) -> CompanyCase:
    """Return a case that was submitted at least once as its company sees it."""
    entries = [_discreet(entry) for entry in company_journal(case)]
    return CompanyCase(
        case=case,
        content=snapshot.read(case.declared.text),
        ruler=ruler_of(case, working_calendar()),
        pauses=[_stop(pause) for pause in case.pauses.select_related("request")],
        questions=list(questions_of(case)),
        steps=journey(case, entries),
        revisions=list(case.revisions.select_related("signed_by").defer("text")),
        returned=_last_return(case),
        verdict=_verdict(case),
    )


def _last_return(case: Application) -> ReturnNote | None:
    return case.return_notes.order_by("-at").first() if case.status == Status.DRAFT else None


def _open_questions(user: User) -> list[InformationRequest]:
    return list(
        InformationRequest.objects.filter(
            application__in=own_applications(user).filter(status=Status.IN_REVIEW),
            complete_at__isnull=True,
        )
        .select_related("application")
        .order_by("due_on")
    )


def _stop(pause: Pause) -> Stop:
    return Stop(pause, (pause.ends_on - pause.starts_on).days if pause.ends_on else None)


def _row(case: Application, calendar: WorkingCalendar) -> Row:
    return Row(case, ruler_of(case, calendar))


def _discreet(entry: Entry) -> Entry:
    if entry.verb == "case.returned":
        # The reasons stand in full above; the journey only says that it happened.
        return replace(entry, actor="", data={})
    return replace(entry, actor="") if entry.verb in _BY_AUTHORITY else entry


def _verdict(case: Application) -> Verdict | None:
    decision = case.decisions.prefetch_related("lines").order_by("-decided_at").first()
    if decision is None:
        return None
    licence = Licence.objects.filter(decision=decision).first()
    refusal = Refusal.objects.filter(decision=decision).first()
    state, label = state_of(licence) if licence else ("", "")
    return Verdict(
        decision=decision,
        licence=licence,
        licence_state=(state, str(label)),
        licence_document=document_of("licence", licence.number) if licence else None,
        refusal=refusal,
        refusal_document=document_of("refusal", refusal.number) if refusal else None,
    )


def _after(cases: QuerySet[Application], key: str) -> QuerySet[Application]:
    """Continue behind a row; a broken key shows the first page."""
    try:
        last = UUID(key)
    except ValueError:
        return cases
    at = Subquery(cases.filter(pk=last).order_by().values("created_at")[:1])
    return cases.filter(Q(created_at__lt=at) | Q(created_at=at, id__gt=last))


def _link(case: Application) -> str:
    return f"{reverse('applications:list')}?{urlencode({'after': str(case.pk)})}"
