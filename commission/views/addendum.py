"""Addenda to a signed protocol: one of chair and secretary proposes, the other signs or not."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commission import policies
from commission.forms.protocol import AddendumForm
from commission.forms.sittings import ReasonForm
from commission.models import Addendum, Sitting
from commission.selectors import get_item, get_sitting
from commission.selectors.addenda import addenda_of_case, get_addendum
from commission.selectors.papers import case_for_officials
from commission.selectors.protocol_page import require_whole_sitting
from commission.services import addenda
from commission.views._shared import GET_OR_POST, done, form_page
from core.accounts.signed_in import person
from core.base.numbers import with_check_digits
from core.documents.selectors import document_of
from core.documents.views import file_response


@login_required
@require_http_methods(GET_OR_POST)
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Propose an addendum; proposing is the first of its two signatures."""
    user, sitting = person(request), get_sitting(request.user, number)
    require_whole_sitting(user, sitting)
    policies.require(policies.may_add_to_protocol(user, sitting))
    form = AddendumForm(request.POST or None, items=sitting.items.select_related("application"))
    if done(form, lambda: _propose(request, sitting, form)):
        messages.success(request, _("You signed the addendum; the other signer is told."))
        return redirect("sittings:minutes", number)
    return form_page(
        request,
        form,
        title=_("Addendum to the protocol"),
        button=_("Sign and propose"),
        back=reverse("sittings:minutes", args=[number]),
        about=sitting.protocol_number or "",
        note=_("The signed protocol does not change. The addendum is sealed when both signed it."),
    )


def _propose(request: HttpRequest, sitting: Sitting, form: AddendumForm) -> None:
    data = form.cleaned_data
    addenda.propose_addendum(
        actor=person(request),
        sitting_id=sitting.pk,
        position=data["position"],
        text=data["text"],
        reason=data["reason"],
    )


@login_required
@require_POST
def sign(request: HttpRequest, number: str, addendum_id: UUID) -> HttpResponse:
    """Sign what the other proposed."""
    addendum = _addendum(request, number, addendum_id)
    addenda.sign_addendum(actor=person(request), addendum_id=addendum.pk)
    messages.success(request, _("The addendum is signed by both and is being sealed."))
    return redirect("sittings:minutes", number)


@login_required
@require_http_methods(GET_OR_POST)
def decline(request: HttpRequest, number: str, addendum_id: UUID) -> HttpResponse:
    """Do not sign, with the reason."""
    addendum, user = _addendum(request, number, addendum_id), person(request)
    policies.require(policies.may_answer_addendum(user, addendum))
    form = ReasonForm(request.POST or None)
    if done(form, lambda: _decline(request, addendum, form)):
        messages.success(request, _("The addendum is not signed; the reason is on record."))
        return redirect("sittings:minutes", number)
    return form_page(
        request,
        form,
        title=_("Do not sign the addendum"),
        button=_("Do not sign"),
        back=reverse("sittings:minutes", args=[number]),
        about=addendum.protocol.number,
        note=addendum.text,
    )


def _decline(request: HttpRequest, addendum: Addendum, form: ReasonForm) -> None:
    addenda.decline_addendum(
        actor=person(request), addendum_id=addendum.pk, reason=form.cleaned_data["reason"]
    )


def _addendum(request: HttpRequest, number: str, addendum_id: UUID) -> Addendum:
    return get_addendum(person(request), get_sitting(request.user, number), addendum_id)


@login_required
@require_safe
def document(request: HttpRequest, number: str, addendum_id: UUID) -> HttpResponse:
    """Hand out a sealed addendum to a reader of the whole protocol."""
    return _hand_out(_addendum(request, number, addendum_id))


@login_required
@require_safe
def document_of_case(request: HttpRequest, ref: str, addendum_id: UUID) -> HttpResponse:
    """Hand out an addendum from the file of the case that it is about."""
    case = case_for_officials(request.user, ref)
    found = next((row for row in addenda_of_case(case) if row.pk == addendum_id), None)
    if found is None or found.item is None:
        raise Http404
    get_item(request.user, found.protocol.sitting.number, found.item.position)
    return _hand_out(found)


def _hand_out(addendum: Addendum) -> HttpResponse:
    found = document_of("addendum", addendum.number or "")
    if found is None:
        raise Http404
    protocol, _slash, part = found.number.partition("/")
    return file_response(found.file, name=f"{with_check_digits(protocol)}-{part}.pdf")
