"""The state of a company's cases, and its sealed documents, for programs."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from core.api import paging
from core.api.authentication import actor
from core.api.routing import ApiRouter
from core.api.schemas import one_of
from core.api.scopes import Scope
from core.api.versions import tag
from core.documents.models import DocumentKind, IssuedDocument
from core.documents.views import file_response
from licensing.api.drafts import AfterQuery
from licensing.licence_life import LicenceState
from licensing.lifecycle import Status
from licensing.models import Application
from licensing.selectors.applicant.cases import CompanyCase, Verdict, company_case
from licensing.selectors.applicant.own import get_own
from licensing.selectors.applicant.programs import cases_page

router = ApiRouter(tags=["cases"])
READ = Scope.CASES_READ
CASE = "/cases/{number}"
PDF: dict[str, Any] = {
    "openapi_extra": {
        "responses": {
            200: {
                "description": "The sealed PDF",
                "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    }
}

Number = Annotated[str, Field(max_length=40)]


class CaseRow(Schema):
    """A case in the list."""

    number: str
    title: str
    destination: str
    status: Annotated[str, one_of("CaseStatus", Status.values)]
    submitted_at: datetime | None
    due_on: date | None
    paused_since: date | None


class CasePage(Schema):
    """A page of cases, the latest begun first."""

    items: list[CaseRow]
    next: str | None


class ClockOut(Schema):
    """The statutory term as it stands today, in days."""

    on: date
    days: int
    elapsed: int
    paused: int
    remaining: int
    due_on: date
    is_paused: bool


class PauseOut(Schema):
    """Days in which the clock stood, and why."""

    starts_on: date
    ends_on: date | None
    days: int | None
    reason: str


class QuestionOut(Schema):
    """A question of the authority."""

    number: int
    question: str
    asked_at: datetime
    due_on: date
    complete_at: datetime | None


class StepOut(Schema):
    """A stop of the journey: done, now or next."""

    state: Annotated[str, one_of("StepState", ("done", "now", "next"))]
    title: str
    note: str


class DocumentOut(Schema):
    """A sealed document of the case."""

    kind: Annotated[str, one_of("DocumentKind", DocumentKind.values)]
    number: str
    sealed_at: datetime
    sha256: str
    record_sha256: str
    size: int

    @staticmethod
    def of(document: IssuedDocument) -> dict[str, object]:
        """Return a document with the digests of its file and of its record."""
        names = ("kind", "number", "sealed_at", "record_sha256")
        facts = {name: getattr(document, name) for name in names}
        return {**facts, "sha256": document.file.sha256, "size": document.file.size}


class CaseOut(CaseRow):
    """A case as its company sees it: nothing of the deliberation."""

    round: int
    status_label: str
    clock: ClockOut | None
    pauses: list[PauseOut]
    questions: list[QuestionOut]
    journey: list[StepOut]
    returned_because: str | None
    licence: str | None
    licence_state: Annotated[str, one_of("LicenceState", LicenceState.values)] | None
    licence_valid_until: date | None
    refusal: str | None
    documents: list[DocumentOut]


@router.read("/cases", scope=READ, response=CasePage)
def list_cases(request: HttpRequest, wanted: Query[AfterQuery]) -> dict[str, object]:
    """List the cases of the company that were ever submitted."""
    items, following = cases_page(actor(request), paging.key_of(wanted.after))
    return {"items": items, "next": paging.cursor(following)}


@router.read(CASE, scope=READ, response=CaseOut)
def read_case(request: HttpRequest, response: HttpResponse, number: Number) -> dict[str, object]:
    """Say where a case stands: position, clock with its pauses, questions, decision, documents."""
    case = _own_case(request, number)
    tag(response, case.version)
    return _shown(company_case(case))


@router.read(f"{CASE}/documents", scope=READ, response=list[DocumentOut])
def list_documents(request: HttpRequest, number: Number) -> list[dict[str, object]]:
    """List the sealed documents of a case."""
    seen = company_case(_own_case(request, number))
    return [DocumentOut.of(document) for document in _documents(seen.verdict)]


@router.read(f"{CASE}/documents/{{document}}", scope=READ, **PDF)
def download_document(request: HttpRequest, number: Number, document: Number) -> HttpResponse:
    """Download a sealed document as it was issued, byte for byte."""
    seen = company_case(_own_case(request, number))
    for known in _documents(seen.verdict):
        if known.number == document:
            return file_response(known.file, name=f"{known.number}.pdf")
    raise Http404


def _own_case(request: HttpRequest, number: str) -> Application:
    case = get_own(actor(request), number)
    if not case.number:
        raise Http404
    return case


def _documents(verdict: Verdict | None) -> list[IssuedDocument]:
    if verdict is None:
        return []
    found = (verdict.licence_document, verdict.refusal_document)
    return [document for document in found if document is not None]


def _shown(seen: CompanyCase) -> dict[str, object]:
    case, verdict = seen.case, seen.verdict
    licence = verdict.licence if verdict else None
    refusal = verdict.refusal if verdict else None
    return {
        **{name: getattr(case, name) for name in (*CaseRow.model_fields, "round")},
        "status_label": case.get_status_display(),
        "clock": seen.ruler.reading if seen.ruler else None,
        "pauses": [
            {
                "starts_on": stop.pause.starts_on,
                "ends_on": stop.pause.ends_on,
                "days": stop.days,
                "reason": stop.pause.reason,
            }
            for stop in seen.pauses
        ],
        "questions": seen.questions,
        "journey": [
            {"state": step.state, "title": str(step.title), "note": step.note}
            for step in seen.steps
        ],
        "returned_because": seen.returned.reasons if seen.returned else None,
        "licence": licence.number if licence else None,
        "licence_state": verdict.licence_state[0] if verdict and licence else None,
        "licence_valid_until": licence.valid_until if licence else None,
        "refusal": refusal.number if refusal else None,
        "documents": [DocumentOut.of(one) for one in _documents(verdict)],
    }
