"""Pages of members: sittings, one sitting, one item with its papers, conflict and ballot."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commission import policies
from commission.forms.sittings import PlaceForm, ReasonForm
from commission.forms.votes import BallotForm, ConflictForm, DissentForm
from commission.models import AgendaItem, RecusalKind, VoteChoice
from commission.selectors import get_item, get_sitting
from commission.selectors.item_page import ItemPage, item_page
from commission.selectors.opinions import all_criteria, opinions_in_full
from commission.selectors.papers import checks_before, file_of_revision, findings_before
from commission.selectors.sitting_page import (
    cases_ready,
    sitting_list,
    sitting_page,
)
from commission.selectors.votes import latest_round, live_state, round_mark
from commission.services import dissent, rounds, written
from commission.views._shared import (
    GET_OR_POST,
    done,
    form_page,
    status_of,
    to_item,
    to_sitting,
)
from core.accounts.signed_in import person
from core.documents.views import file_response
from licensing.selectors.case.page import unit_names


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the sittings."""
    user = person(request)
    if not policies.may_read_sittings(user):
        raise Http404
    context = {
        "sittings": sitting_list(user),
        "ready": cases_ready(user),
        "may_convene": policies.may_prepare(user),
    }
    return render(request, "commission/sittings.html", context)


@login_required
@require_safe
def sitting(request: HttpRequest, number: str) -> HttpResponse:
    """Show one sitting: agenda and roll call, attendance, what is to be done."""
    user = person(request)
    page = sitting_page(user, get_sitting(user, number))
    context = {"page": page, "sitting": page.sitting}
    if page.prepare:
        context["place"] = PlaceForm(cases=cases_ready(user))
    return render(request, "commission/sitting.html", context)


@login_required
@require_safe
def item(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Show one item: what is voted on, the opinions, the person's part."""
    page = item_page(person(request), get_item(request.user, number, position))
    return _item(request, page, _empty_ballot(page))


def _item(request: HttpRequest, page: ItemPage, form: BallotForm | None) -> HttpResponse:
    context = {"page": page, "item": page.item, "sitting": page.item.sitting, "form": form}
    status = status_of(form) if form else 200
    return render(request, "commission/item.html", context, status=status)


def _empty_ballot(page: ItemPage) -> BallotForm | None:
    if not page.rights.vote or page.round is None:
        return None
    if page.mine is not None and not page.round.supersede:
        return None
    after = page.mine.revision if page.mine else 0
    shown = {"round": page.round.pk, "digest": page.round.digest, "revision": after + 1}
    return BallotForm(initial=shown, criteria=all_criteria())


@login_required
@require_POST
def change(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Go back from the confirmation with everything that was typed."""
    page = item_page(person(request), get_item(request.user, number, position))
    form = (
        BallotForm(initial=_typed(request), criteria=all_criteria())
        if _empty_ballot(page)
        else None
    )
    return _item(request, page, form)


def _typed(request: HttpRequest) -> dict[str, Any]:
    data = request.POST
    names = ("round", "digest", "revision", "choice", "reason")
    words = {name: data.get(name, "") for name in names}
    return {**words, "criteria": data.getlist("criteria")}


@login_required
@require_safe
def papers(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Show all papers of the item: what was declared, every opinion in words, the digests."""
    page = item_page(person(request), get_item(request.user, number, position))
    context = {
        "page": page,
        "opinions": opinions_in_full(page.item.revision),
        "item": page.item,
        "units": unit_names(),
        "checks": checks_before(page.item),
        "found": findings_before(page.item),
    }
    return render(request, "commission/papers.html", context)


@login_required
@require_safe
def file(request: HttpRequest, number: str, position: int, file_id: UUID) -> HttpResponse:
    """Hand out a file of the declared revision."""
    found = get_item(request.user, number, position)
    return file_response(file_of_revision(found.revision, file_id))


@login_required
@require_safe
def live(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """The part of the page that renews itself: who has voted, never how."""
    found = get_item(request.user, number, position)
    vote = latest_round(found)
    context = {
        "live": live_state(found, vote, person(request)),
        "item": found,
        "round": vote,
        "moved_on": request.GET.get("was", "") not in ("", round_mark(vote)),
    }
    return render(request, "commission/_live.html", context)


@login_required
@require_http_methods(GET_OR_POST)
def conflict(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Declare a conflict of interest."""
    found, user = get_item(request.user, number, position), person(request)
    policies.require(policies.may_declare_conflict(user, found))
    form = ConflictForm(request.POST or None)
    if done(form, lambda: _declare(request, found, form)):
        messages.success(request, _("The conflict is recorded. The item is closed to you."))
        return to_sitting(found.sitting)
    return form_page(
        request,
        form,
        title=_("Declare a conflict of interest"),
        button=_("Declare"),
        back=reverse("sittings:item", args=[number, position]),
        about=f"{number}, {_('item')} {position}",
        note=_("The file closes to you at once and you leave the room for this item."),
    )


def _declare(request: HttpRequest, found: AgendaItem, form: ConflictForm) -> None:
    rounds.declare_conflict(
        actor=person(request),
        item_id=found.pk,
        kind=RecusalKind(form.cleaned_data["kind"]),
        ground=form.cleaned_data["ground"],
    )


@login_required
@require_http_methods(GET_OR_POST)
def call_in(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """End the vote in writing: the commission shall meet on this item."""
    found, user = get_item(request.user, number, position), person(request)
    vote = latest_round(found)
    if vote is None:
        raise Http404
    policies.require(policies.may_call_in(user, vote))
    form = ReasonForm(request.POST or None)
    if done(
        form,
        lambda: written.call_in(actor=user, round_id=vote.pk, reason=form.cleaned_data["reason"]),
    ):
        messages.success(request, _("The procedure is ended on this item; it goes to a sitting."))
        return to_sitting(found.sitting)
    return form_page(
        request,
        form,
        title=_("Call the item into a sitting"),
        button=_("Call in"),
        back=reverse("sittings:item", args=[number, position]),
        about=f"{number}, {_('item')} {position}",
        note=_("The vote in writing ends without result. Ballots cast so far are never opened."),
    )


@login_required
@require_http_methods(GET_OR_POST)
def file_dissent(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """File a separate opinion on the result."""
    found, user = get_item(request.user, number, position), person(request)
    vote = latest_round(found)
    if vote is None:
        raise Http404
    policies.require(policies.may_dissent(user, vote))
    form = DissentForm(request.POST or None)
    if done(
        form,
        lambda: dissent.file_dissent(actor=user, round_id=vote.pk, text=form.cleaned_data["text"]),
    ):
        messages.success(request, _("Your separate opinion is filed."))
        return to_item(found)
    until = policies.dissent_until(vote).strftime("%d.%m.%Y")
    return form_page(
        request,
        form,
        title=_("Separate opinion"),
        button=_("File it"),
        back=reverse("sittings:item", args=[number, position]),
        about=f"{number}, {_('item')} {position}",
        note=_("It can be filed until %(day)s, once.") % {"day": until},
    )


@login_required
@require_POST
def confirm(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Show the choice in words before it is cast; nothing is written here."""
    page = item_page(person(request), get_item(request.user, number, position))
    form = BallotForm(request.POST, criteria=all_criteria())
    if not form.is_valid() or not _complete(page, form):
        return _item(request, page, form)
    context = {"page": page, "item": page.item, "form": form, "data": form.cleaned_data}
    return render(request, "commission/confirm.html", context)


def _complete(page: ItemPage, form: BallotForm) -> bool:
    """Ask the rules early, so that a missing reason is said before the confirmation."""
    vote, data = page.round, form.cleaned_data
    if vote is None:
        return True
    return done(
        form, lambda: rounds.check_ballot(vote, data["choice"], data["reason"], data["criteria"])
    )


@login_required
@require_POST
def cast(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Cast the confirmed ballot."""
    page = item_page(person(request), get_item(request.user, number, position))
    if page.round is None:
        return redirect("sittings:item", number, position)
    form = BallotForm(request.POST, criteria=all_criteria())
    receipts: list[str] = []
    if not done(form, lambda: receipts.append(_cast(request, form))):
        return _item(request, page, form)
    messages.success(request, _("Your ballot is in. Receipt: %(digits)s") % {"digits": receipts[0]})
    return to_item(page.item)


def _cast(request: HttpRequest, form: BallotForm) -> str:
    data = form.cleaned_data
    ballot = rounds.cast_ballot(
        actor=person(request),
        round_id=data["round"],
        digest=data["digest"],
        choice=VoteChoice(data["choice"]),
        reason=data["reason"],
        criteria=data["criteria"],
        revision=data["revision"],
    )
    return rounds.receipt(ballot)
