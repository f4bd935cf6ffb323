"""The pages of long work; each person sees her own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.signed_in import person
from core.notifications.views import frame_of
from core.work import selectors, services


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List what the reader asked for."""
    user = person(request)
    context = {"frame": frame_of(user), "pieces": selectors.own(user)}
    return render(request, "work/list.html", context)


@require_safe
@login_required
def page(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Show how far a piece of work is, and its result."""
    user = person(request)
    shown = selectors.shown(selectors.work_of(user, work_id))
    return render(request, "work/page.html", {"frame": frame_of(user), "piece": shown})


@require_safe
@login_required
def progress(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Give the component alone, for the page that asks again by itself."""
    shown = selectors.shown(selectors.work_of(person(request), work_id))
    return render(request, "work/progress.html", {"piece": shown})


@require_POST
@login_required
def cancel(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Ask for the end of a piece of work."""
    services.cancel(actor=person(request), work_id=work_id)
    messages.success(request, _("The work stops as soon as it can."))
    return redirect("work:page", work_id)
