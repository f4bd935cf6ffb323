"""What a company sees of its own applications: nothing foreign, nothing of the deliberation."""

from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import Person
from core.accounts.roles import CompanyRight
from core.base.errors import NotAllowed
from core.documents.models import IssuedDocument, StoredFile
from core.documents.selectors import document_of
from core.reference.calendar import WorkingCalendar
from core.reference.selectors import papers, working_calendar
from licensing import snapshot
from licensing.lifecycle import Status
from licensing.models import (
    AnswerDraft,
    Application,
    Attachment,
    Decision,
    EndUserCertificate,
    GoodsLine,
    InformationRequest,
    Licence,
    Party,
    PartyRole,
    Pause,
    Refusal,
    ReturnNote,
    Revision,
)
from licensing.procedure import ON_OWN_PAGE
from licensing.selectors.files import file_of_case
from licensing.selectors.licences import state_of
from licensing.selectors.ruler import Ruler, ruler_of
from licensing.selectors.timeline import Entry, Step, company_journal, journey
from licensing.snapshot import Snapshot
from manufacturers.models import Manufacturer
from manufacturers.policies import prepares_or_signs
from manufacturers.selectors import for_user, people_with

PAGE_SIZE = 25
Found = TypeVar("Found", bound=Model)
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


def may_begin(user: User, company: Manufacturer) -> bool:
    """Return whether the person may begin an application for the company."""
    return prepares_or_signs(user, company)


def require_begin(user: User, company: Manufacturer) -> None:
    """Raise NotAllowed unless the person prepares or signs for the company."""
    if not may_begin(user, company):
        raise NotAllowed("not_allowed", _("You do not prepare applications for this company."))


def own_applications(user: Person) -> QuerySet[Application]:
    """Return the applications of the companies the person acts for."""
    companies = for_user(user, CompanyRight.VIEW)
    return Application.objects.filter(manufacturer__in=companies).select_related(
        "manufacturer", "prepared_by", "saved_by", "current_revision", "latest_checks", "officer"
    )


def get_own(user: Person, ref: str) -> Application:
    """Return one own application by its number or id. Raises Http404 for a foreign one."""
    try:
        wanted = Q(pk=UUID(ref))
    except ValueError:
        wanted = Q(number=ref)
    found = own_applications(user).filter(wanted).first()
    if found is None:
        raise Http404
    return found


def get_line(case: Application, line_id: UUID) -> GoodsLine:
    """Return a line of the draft. Raises Http404."""
    return _one(case.lines.filter(pk=line_id))


def get_other_party(case: Application, party_id: UUID) -> Party:
    """Return a consignee or intermediary of the draft. Raises Http404."""
    return _one(case.parties.exclude(role=PartyRole.END_USER).filter(pk=party_id))


def end_user_of(case: Application) -> Party | None:
    """Return the end user of the draft, or None."""
    return case.parties.filter(role=PartyRole.END_USER).first()


def other_parties(case: Application) -> QuerySet[Party]:
    """Return the consignees and intermediaries of the draft."""
    return case.parties.exclude(role=PartyRole.END_USER)


def get_attachment(case: Application, attachment_id: UUID) -> Attachment:
    """Return an attached file of the draft. Raises Http404."""
    return _one(case.attachments.select_related("file").filter(pk=attachment_id))


def attachments(case: Application, kind: str) -> QuerySet[Attachment]:
    """Return the files of one kind."""
    return case.attachments.select_related("file").filter(kind=kind)


def other_documents(case: Application) -> list[Attachment]:
    """Return the files that have no page of their own, each with its `paper` (two queries)."""
    titles = {paper.code: str(paper) for paper in papers()}
    rows = list(case.attachments.select_related("file").exclude(kind__in=ON_OWN_PAGE))
    for row in rows:
        row.paper = titles.get(row.kind, row.kind)  # type: ignore[attr-defined]
    return rows


def get_question(case: Application, request_id: UUID) -> InformationRequest:
    """Return a question of the case with its conversation. Raises Http404."""
    return _one(questions_of(case).filter(pk=request_id))


def answer_draft(asked: InformationRequest) -> AnswerDraft | None:
    """Return the answer that the company still writes, or None."""
    return AnswerDraft.objects.select_related("saved_by").filter(request=asked).first()


def get_revision(case: Application, number: int) -> Revision:
    """Return a frozen revision. Raises Http404."""
    return _one(case.revisions.select_related("signed_by").filter(number=number))


def get_refusal_document(case: Application, number: str) -> IssuedDocument:
    """Return the sealed notice of refusal. Raises Http404 while there is none."""
    refusal = _one(case.refusals.filter(number=number))
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


def signatories(case: Application) -> list[User]:
    """Return who may declare and submit for the company."""
    return list(people_with(case.manufacturer, CompanyRight.SIGN))


def preparers(case: Application) -> list[User]:
    """Return who prepares applications for the company."""
    return list(people_with(case.manufacturer, CompanyRight.PREPARE))


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


def certificate_values(case: Application) -> dict[str, object]:
    """Return the certificate of the draft as the values of its form; empty without one."""
    found = EndUserCertificate.objects.filter(application=case).select_related("file").first()
    return _values(found) if found else {}


def line_values(line: GoodsLine) -> dict[str, object]:
    """Return a line as the values of its form."""
    return {**_values(line), "product": line.product_id}


def party_values(party: Party) -> dict[str, object]:
    """Return a party as the values of its form."""
    return _values(party)


def _values(row: Model) -> dict[str, object]:
    return {field.name: getattr(row, field.name) for field in row._meta.fields}


def _one(rows: QuerySet[Found]) -> Found:
    found = rows.first()
    if found is None:
        raise Http404
    return found


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
