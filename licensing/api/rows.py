"""Goods lines and parties of a draft, for programs."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Status
from pydantic import Field

from core.api.form_content import answers, content_of
from core.api.routing import ApiRouter
from core.api.schemas import Sent
from core.api.scopes import Scope
from core.api.versions import seen_version
from core.base.errors import InvalidInput
from licensing import procedure
from licensing.api.drafts import DRAFT, own_draft, show
from licensing.api.schemas import DraftOut
from licensing.forms.applicant import IntangibleLineForm, LineForm
from licensing.forms.applicant_parties import EndUserForm, OtherPartyForm
from licensing.models import Application
from licensing.selectors.applicant.drafts import end_user_of, get_line, get_other_party
from licensing.selectors.applicant.reuse import reused_product
from licensing.services import drafting

router = ApiRouter(tags=["drafts"])
WRITE = Scope.DRAFTS_WRITE
LINE = f"{DRAFT}/lines/{{uuid:line_id}}"
PARTY = f"{DRAFT}/parties/{{uuid:party_id}}"


class OfCatalogue(Sent):
    """A line may name a product of the catalogue; what is not sent is taken from there."""

    product: UUID | None = Field(None, description="Product of the catalogue")


#: What a product of the catalogue says; what has no customs code (technology) is sent without one.
_OF_PRODUCT = ("name_uk", "name_en", "control_code", "uktzed", "unit")
LineIn = content_of(LineForm, "LineIn", optional=_OF_PRODUCT, base=OfCatalogue)
EndUserIn = content_of(EndUserForm, "EndUserIn")
PartyIn = content_of(OtherPartyForm, "PartyIn")


@router.write(
    "POST", f"{DRAFT}/lines", scope=WRITE, content=LineIn, response={201: DraftOut}, versioned=True
)
def add_line(
    request: HttpRequest, response: HttpResponse, draft_id: UUID, sent: Sent
) -> Status[Application]:
    """Add a goods line at the end."""
    user, draft = own_draft(request, draft_id)
    form = _line_answers(draft, sent)
    drafting.add_line(
        actor=user,
        application_id=draft.pk,
        version=seen_version(request),
        values=form.answers(),
    )
    return Status(201, show(request, response, draft.pk))


@router.write("PUT", LINE, scope=WRITE, content=LineIn, response=DraftOut, versioned=True)
def change_line(
    request: HttpRequest, response: HttpResponse, draft_id: UUID, line_id: UUID, sent: Sent
) -> Application:
    """Change a goods line."""
    user, draft = own_draft(request, draft_id)
    line = get_line(draft, line_id)
    form = _line_answers(draft, sent)
    drafting.change_line(
        actor=user,
        application_id=draft.pk,
        version=seen_version(request),
        line_id=line.pk,
        values=form.answers(),
    )
    return show(request, response, draft.pk)


@router.write("DELETE", LINE, scope=WRITE, response=DraftOut, versioned=True)
def remove_line(
    request: HttpRequest, response: HttpResponse, draft_id: UUID, line_id: UUID
) -> Application:
    """Remove a goods line; the lines after it move up."""
    user, draft = own_draft(request, draft_id)
    line = get_line(draft, line_id)
    drafting.remove_line(
        actor=user, application_id=draft.pk, version=seen_version(request), line_id=line.pk
    )
    return show(request, response, draft.pk)


@router.write(
    "PUT", f"{DRAFT}/end-user", scope=WRITE, content=EndUserIn, response=DraftOut, versioned=True
)
def save_end_user(
    request: HttpRequest, response: HttpResponse, draft_id: UUID, sent: Sent
) -> Application:
    """Name the end user, or change it."""
    user, draft = own_draft(request, draft_id)
    known = end_user_of(draft)
    drafting.save_party(
        actor=user,
        application_id=draft.pk,
        version=seen_version(request),
        values=answers(EndUserForm, sent).answers(),
        party_id=known.pk if known else None,
    )
    return show(request, response, draft.pk)


@router.write(
    "POST",
    f"{DRAFT}/parties",
    scope=WRITE,
    content=PartyIn,
    response={201: DraftOut},
    versioned=True,
)
def add_party(
    request: HttpRequest, response: HttpResponse, draft_id: UUID, sent: Sent
) -> Status[Application]:
    """Add a consignee or an intermediary."""
    user, draft = own_draft(request, draft_id)
    drafting.save_party(
        actor=user,
        application_id=draft.pk,
        version=seen_version(request),
        values=answers(OtherPartyForm, sent).answers(),
    )
    return Status(201, show(request, response, draft.pk))


@router.write("PUT", PARTY, scope=WRITE, content=PartyIn, response=DraftOut, versioned=True)
def change_party(
    request: HttpRequest, response: HttpResponse, draft_id: UUID, party_id: UUID, sent: Sent
) -> Application:
    """Change a consignee or an intermediary."""
    user, draft = own_draft(request, draft_id)
    known = get_other_party(draft, party_id)
    drafting.save_party(
        actor=user,
        application_id=draft.pk,
        version=seen_version(request),
        values=answers(OtherPartyForm, sent).answers(),
        party_id=known.pk,
    )
    return show(request, response, draft.pk)


@router.write("DELETE", PARTY, scope=WRITE, response=DraftOut, versioned=True)
def remove_party(
    request: HttpRequest, response: HttpResponse, draft_id: UUID, party_id: UUID
) -> Application:
    """Remove a consignee or an intermediary."""
    user, draft = own_draft(request, draft_id)
    known = get_other_party(draft, party_id)
    drafting.remove_party(
        actor=user, application_id=draft.pk, version=seen_version(request), party_id=known.pk
    )
    return show(request, response, draft.pk)


def _line_answers(draft: Application, sent: Sent) -> LineForm:
    """Return the answers for a line, with the facts of the product that it names."""
    rules = procedure.require_form(draft.act, draft.kind, draft.subject_kind)
    form = LineForm if rules.has_uktzed else IntangibleLineForm
    return answers(form, sent, **_product_facts(draft, cast(OfCatalogue, sent).product))


def _product_facts(draft: Application, product: UUID | None) -> dict[str, object]:
    if product is None:
        return {}
    try:
        return reused_product(draft, str(product))
    except Http404 as error:
        message = _("The catalogue has no such product in use.")
        raise InvalidInput("product_unknown", message, field="product") from error
