"""Pages of the first reading: the secretary puts a change down, the owner answers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commission import policies
from commission.forms.conditions import AnswerForm, ChangeForm
from commission.selectors import get_item
from commission.selectors.conditions import get_change, standing_of
from commission.services import conditions
from commission.views._shared import GET_OR_POST, done, form_page, status_of, to_item
from core.accounts.signed_in import person


@login_required
@require_http_methods(GET_OR_POST)
def change(request: HttpRequest, number: str, position: int, condition_id: UUID) -> HttpResponse:
    """Put another text of a condition to the department that set it."""
    item, user = get_item(request.user, number, position), person(request)
    policies.require(policies.may_change_conditions(user, item))
    now = standing_of(item, condition_id)
    form = ChangeForm(request.POST or None, now=now)
    if done(
        form,
        lambda: conditions.propose_change(
            actor=user,
            item_id=item.pk,
            condition_id=condition_id,
            draft=form.draft(),
            reason=form.cleaned_data["reason"],
        ),
    ):
        messages.success(request, _("The department is asked. The vote waits for its answer."))
        return to_item(item)
    return form_page(
        request,
        form,
        title=_("Change a condition"),
        button=_("Ask the department"),
        back=reverse("sittings:item", args=[number, position]),
        about=f"{number}, {_('item')} {position} · {now.owner.name}",
    )


@login_required
@require_http_methods(GET_OR_POST)
def answer(request: HttpRequest, number: str, position: int, change_id: UUID) -> HttpResponse:
    """Show the change of a condition, and take the answer of its owner."""
    user = person(request)
    found = get_change(user, number, position, change_id)
    may = policies.may_answer_change(user, found)
    if request.method == "POST":
        policies.require(may)
    form = AnswerForm(request.POST or None) if may else None
    if form is not None and done(
        form,
        lambda: conditions.answer_change(
            actor=user,
            change_id=found.pk,
            is_agreed=form.cleaned_data["is_agreed"],
            answer=form.cleaned_data["answer"],
        ),
    ):
        messages.success(request, _("The answer of your department is recorded."))
        return redirect("sittings:answer_change", number, position, change_id)
    context = {"change": found, "item": found.item, "form": form}
    status = status_of(form) if form else 200
    return render(request, "commission/change.html", context, status=status)
