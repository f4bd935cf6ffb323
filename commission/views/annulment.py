"""Annulling a vote: one of chair and secretary proposes, the other confirms."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commission import policies
from commission.forms.sittings import ReasonForm
from commission.models import AgendaItem, Round
from commission.selectors import get_item
from commission.selectors.votes import latest_round
from commission.services import annulment
from commission.views._shared import GET_OR_POST, done, form_page, to_item
from core.accounts.signed_in import person


@login_required
@require_http_methods(GET_OR_POST)
def propose(request: HttpRequest, number: str, position: int, round_id: UUID) -> HttpResponse:
    """Propose to annul the vote, with the reason."""
    item, user = get_item(request.user, number, position), person(request)
    vote = _vote(item, round_id)
    policies.require(policies.may_annul(user, vote))
    form = ReasonForm(request.POST or None)
    if done(form, lambda: _propose(request, vote, form)):
        messages.success(request, _("The annulment is proposed; another person confirms it."))
        return to_item(item)
    return form_page(
        request,
        form,
        title=_("Propose to annul the vote"),
        button=_("Propose"),
        back=reverse("sittings:item", args=[number, position]),
        about=f"{number}, {_('item')} {position}",
        note=_("The vote stays in the record. Chair and secretary annul it together."),
    )


def _propose(request: HttpRequest, vote: Round, form: ReasonForm) -> None:
    annulment.propose_annulment(
        actor=person(request), round_id=vote.pk, reason=form.cleaned_data["reason"]
    )


@login_required
@require_POST
def confirm(request: HttpRequest, number: str, position: int, round_id: UUID) -> HttpResponse:
    """Confirm what another person proposed."""
    item = get_item(request.user, number, position)
    vote = _vote(item, round_id)
    annulment.confirm_annulment(actor=person(request), round_id=vote.pk)
    messages.success(request, _("The vote is annulled; a new round may be opened."))
    return to_item(item)


def _vote(item: AgendaItem, round_id: UUID) -> Round:
    vote = latest_round(item)
    if vote is None or vote.pk != round_id:
        raise Http404
    return vote
