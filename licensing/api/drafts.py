"""Drafts for programs: begin, read, answer the sections, check, hand to the signatory.

What a page asks, a program answers: the sections' own forms read what is sent. Every change
names the version it was made from and answers the whole draft as it is now.
"""

from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Status
from pydantic import Field

from core.accounts.models import User
from core.api import paging
from core.api.authentication import actor, token_of
from core.api.form_content import answers, content_of
from core.api.routing import ApiRouter
from core.api.schemas import Sent
from core.api.scopes import Scope
from core.api.versions import seen_version, tag
from licensing import policies
from licensing.api.schemas import CheckOut, DraftOut, DraftPage, HandedOut, page_of
from licensing.forms.applicant import (
    ContractForm,
    EndUseForm,
    KindForm,
    OriginForm,
    StatesForm,
    TransferForm,
)
from licensing.forms.applicant_base import DraftForm
from licensing.models import Application
from licensing.policies import Deed
from licensing.selectors.applicant.check import before_submission
from licensing.selectors.applicant.own import get_own, signatories
from licensing.selectors.applicant.programs import drafts_page
from licensing.services import drafting
from licensing.services.handing import hand_to_signatory
from manufacturers.selectors import get_visible

router = ApiRouter(tags=["drafts"])
DRAFT = "/drafts/{uuid:draft_id}"

SECTIONS: dict[str, type[DraftForm]] = {
    "kind": KindForm,
    "states": StatesForm,
    "origin": OriginForm,
    "transfer": TransferForm,
    "contract": ContractForm,
    "end_use": EndUseForm,
}
SHAPES = {
    section: content_of(form, f"{section.title().replace('_', '')}In")
    for section, form in SECTIONS.items()
}


class AfterQuery(Sent):
    """From where on."""

    after: Annotated[str, Field(max_length=4000)] = ""


def own_draft(request: HttpRequest, draft_id: UUID) -> tuple[User, Application]:
    """Return the person and a draft that the person may edit now.

    Raises Http404 for a foreign one, NotAllowed, and Conflict once it is submitted.
    """
    user = actor(request)
    draft = get_own(user, str(draft_id))
    policies.authorise(user, Deed.EDIT, draft)
    return user, draft


def show(request: HttpRequest, response: HttpResponse, draft_id: UUID) -> Application:
    """Return the draft as it is now, with its version."""
    draft = get_own(actor(request), str(draft_id))
    tag(response, draft.version)
    return draft


@router.read("/drafts", scope=Scope.DRAFTS_READ, response=DraftPage)
def list_drafts(request: HttpRequest, wanted: Query[AfterQuery]) -> dict[str, object]:
    """List the drafts of the company, amendments of cases in review among them."""
    items, following = drafts_page(actor(request), paging.key_of(wanted.after))
    return {"items": items, "next": paging.cursor(following)}


@router.read(DRAFT, scope=Scope.DRAFTS_READ, response=DraftOut)
def read_draft(request: HttpRequest, response: HttpResponse, draft_id: UUID) -> Application:
    """Read a draft with everything in it."""
    draft = show(request, response, draft_id)
    if not draft.is_editable:
        raise Http404
    return draft


@router.write(
    "POST",
    "/drafts",
    scope=Scope.DRAFTS_WRITE,
    content=SHAPES["kind"],
    response={201: DraftOut},
)
def begin_draft(request: HttpRequest, response: HttpResponse, sent: Sent) -> Status[Application]:
    """Begin an application."""
    user, company = actor(request), token_of(request).company
    form = answers(KindForm, sent)
    draft = drafting.create_draft(
        actor=user,
        manufacturer=get_visible(user, company.pk if company else UUID(int=0)),
        **form.answers(),
    )
    return Status(201, show(request, response, draft.pk))


@router.write("DELETE", DRAFT, scope=Scope.DRAFTS_WRITE, response={204: None}, versioned=True)
def discard_draft(request: HttpRequest, draft_id: UUID) -> Status[None]:
    """Delete a draft that was never submitted."""
    user, draft = own_draft(request, draft_id)
    drafting.discard_draft(actor=user, application_id=draft.pk, version=seen_version(request))
    return Status(204, None)


def _offer_section(section: str, form: type[DraftForm]) -> None:
    """Offer the answers of one section under its own address."""

    def save(
        request: HttpRequest, response: HttpResponse, draft_id: UUID, sent: Sent
    ) -> Application:
        user, draft = own_draft(request, draft_id)
        drafting.save_section(
            actor=user,
            application_id=draft.pk,
            version=seen_version(request),
            section=section,
            values=answers(form, sent).answers(),
        )
        return show(request, response, draft.pk)

    save.__name__ = f"save_{section}"
    save.__doc__ = f"Save the answers of the section “{section}”: {form.__doc__}"
    router.write(
        "PUT",
        f"{DRAFT}/{section.replace('_', '-')}",
        scope=Scope.DRAFTS_WRITE,
        content=SHAPES[section],
        response=DraftOut,
        versioned=True,
    )(save)


for _section, _form in SECTIONS.items():
    _offer_section(_section, _form)


@router.read(f"{DRAFT}/check", scope=Scope.DRAFTS_READ, response=CheckOut)
def check_draft(request: HttpRequest, draft_id: UUID) -> dict[str, object]:
    """Run the officer's checks over the draft: what would be sent back, and where to mend it."""
    _user, draft = own_draft(request, draft_id)
    return before_submission(draft).content()


@router.write(
    "POST", f"{DRAFT}/ready", scope=Scope.DRAFTS_WRITE, response=HandedOut, versioned=True
)
def hand_draft(request: HttpRequest, draft_id: UUID) -> dict[str, object]:
    """Hand the draft to the signatory, who declares and submits it in the browser."""
    user, draft = own_draft(request, draft_id)
    hand_to_signatory(actor=user, application_id=draft.pk, version=seen_version(request))
    return {
        "sign_at": page_of(draft, "applications:declare"),
        "signatories": [one.full_name for one in signatories(draft)],
    }
