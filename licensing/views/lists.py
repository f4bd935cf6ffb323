"""The watch lists: how old they are, importing one, what an edition brought."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.policies import has_permission
from core.accounts.signed_in import person
from core.base import clock
from core.screening import policies
from core.screening.models import Edition, EditionState
from core.screening.selectors import editions_of, get_edition, lists_on, new_in
from core.screening.services import refuse_edition
from licensing.forms.screening import ImportForm
from licensing.selectors.case.screening import found_by, latest_rescreenings, rescreening_of
from licensing.services.rescreening import confirm_list, take_list

_SHOWN = 200


def _readers_only(view: Any) -> Any:
    """Show the page to those who keep the lists or judge by them; for others it is not there."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user = person(request)
        if not (has_permission(user, "view_all_cases") or policies.may_keep(user)):
            raise Http404
        answer: HttpResponse = view(request, **kwargs)
        return answer

    return guarded


@_readers_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show every list with its age and what waits for confirmation."""
    context = {
        "lists": lists_on(clock.today()),
        "runs": latest_rescreenings(),
        "may_keep": policies.may_keep(person(request)),
    }
    return render(request, "licensing/officer/screening_lists.html", context)


@_readers_only
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Import a publisher's file."""
    user = person(request)
    policies.authorise_keeping(user)
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        with form.showing_refusals():
            edition = take_list(
                actor=user,
                code=form.cleaned_data["watch_list"],
                stream=sent,
                file_name=sent.name,
                list_format=form.cleaned_data["list_format"],
                label=form.cleaned_data["label"],
            )
            messages.success(request, _result(edition))
            return redirect("lists:edition", edition.pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "licensing/officer/screening_import.html", {"form": form}, status=status)


def _result(edition: Edition) -> str:
    if edition.state == EditionState.WAITING:
        return _("Too many entries would disappear. Another person has to confirm this edition.")
    return _("The edition is in use. Open cases and permits in force are screened again.")


@_readers_only
@require_safe
def edition(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Show what an edition brought and how far the re-screening is."""
    found = get_edition(edition_id)
    user = person(request)
    run = rescreening_of(found)
    sees_cases = has_permission(user, "view_all_cases")
    context = {
        "edition": found,
        "run": run,
        "hits": found_by(user, run)[:_SHOWN] if run and sees_cases else (),
        "entries": new_in(found)[:_SHOWN],
        "history": editions_of(found.watch_list.code),
        "may_confirm": policies.may_confirm(user, found),
    }
    return render(request, "licensing/officer/screening_edition.html", context)


@_readers_only
@require_POST
def confirm(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Put a waiting edition to use."""
    confirm_list(actor=person(request), edition_id=edition_id)
    messages.success(
        request, _("The edition is in use. Open cases and permits in force are screened again.")
    )
    return redirect("lists:edition", edition_id)


@_readers_only
@require_POST
def refuse(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Throw a waiting edition away."""
    refuse_edition(actor=person(request), edition_id=edition_id)
    messages.success(request, _("The edition is refused; the list stays as it was."))
    return redirect("lists:edition", edition_id)
