"""Steps of the chair: open and close the sitting and its votes, break a tie."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commission import policies
from commission.forms.votes import CastingForm
from commission.models import AgendaItem, Round, VoteChoice
from commission.selectors import get_item, get_sitting
from commission.selectors.votes import latest_round
from commission.services import rounds, sittings, written
from commission.views._shared import (
    GET_OR_POST,
    done,
    form_page,
    to_item,
    to_sitting,
)
from core.accounts.signed_in import person


@login_required
@require_POST
def open_sitting(request: HttpRequest, number: str) -> HttpResponse:
    """Open the sitting on its day, or send out the papers of a written procedure."""
    sitting = get_sitting(request.user, number)
    if sitting.is_written:
        written.open_procedure(actor=person(request), sitting_id=sitting.pk)
        messages.success(request, _("The papers are sent; the seats reply until the term."))
        return to_sitting(sitting)
    sittings.open_sitting(actor=person(request), sitting_id=sitting.pk)
    messages.success(request, _("The sitting is open. The secretary enters who is present."))
    return to_sitting(sitting)


@login_required
@require_POST
def close_sitting(request: HttpRequest, number: str) -> HttpResponse:
    """Close the sitting; the protocol is written and sealed."""
    sitting = get_sitting(request.user, number)
    sittings.close_sitting(actor=person(request), sitting_id=sitting.pk)
    messages.success(request, _("The sitting is closed. The protocol is being sealed."))
    return to_sitting(sitting)


@login_required
@require_POST
def open_round(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Open the vote on the frozen text of the item."""
    item = get_item(request.user, number, position)
    question = item.questions.order_by("-number").first()
    if question is None:
        raise Http404
    rounds.open_round(actor=person(request), question_id=question.pk)
    messages.success(request, _("The vote is open. The seats are told."))
    return to_item(item)


@login_required
@require_POST
def close_round(request: HttpRequest, number: str, position: int, round_id: UUID) -> HttpResponse:
    """Close the vote and show the count."""
    item = get_item(request.user, number, position)
    vote = _round_of(item, round_id)
    rounds.close_round(actor=person(request), round_id=vote.pk)
    messages.success(request, _("The vote is closed and counted."))
    return to_item(item)


@login_required
@require_http_methods(GET_OR_POST)
def casting(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Break a tie with a reason."""
    item, user = get_item(request.user, number, position), person(request)
    policies.require(policies.may_preside_item(user, item))
    form = CastingForm(request.POST or None)
    if done(form, lambda: _cast(request, item, form)):
        messages.success(request, _("The casting vote is recorded."))
        return to_item(item)
    return form_page(
        request,
        form,
        title=_("Casting vote"),
        button=_("Decide"),
        back=reverse("sittings:item", args=[number, position]),
        about=f"{number}, {_('item')} {position}",
    )


def _cast(request: HttpRequest, item: AgendaItem, form: CastingForm) -> None:
    vote = latest_round(item)
    if vote is None:
        raise Http404
    rounds.give_casting_vote(
        actor=person(request),
        round_id=vote.pk,
        choice=VoteChoice(form.cleaned_data["choice"]),
        reason=form.cleaned_data["reason"],
    )


def _round_of(item: AgendaItem, round_id: UUID) -> Round:
    vote = latest_round(item)
    if vote is None or vote.pk != round_id:
        raise Http404
    return vote
